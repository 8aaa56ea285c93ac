/* SPDX-License-Identifier: Apache-2.0
 *
 * The environment: environ may be replaced by the program at any time, putenv's
 * strings stay the program's, and what getenv returned stays as it was. So a
 * string that is replaced is not freed, and only a vector made here is resized.
 */
#include <errno.h>
#include <reent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

static char **own;
static size_t room;

/* `entry` is NAME=VALUE with a name of that length. */
static int place(char *entry, size_t length)
{
	size_t count = 0;
	char **larger;

	for (; environ && environ[count]; count++) {
		if (strncmp(environ[count], entry, length + 1) == 0) {
			environ[count] = entry;
			return 0;
		}
	}
	if (environ != own || !own || count + 2 > room) {
		larger = realloc(environ == own ? own : NULL, 2 * (count + 2) * sizeof(*larger));
		if (!larger)
			return -1;
		if (environ != own && count > 0)
			memcpy(larger, environ, count * sizeof(*larger));
		room = 2 * (count + 2);
		own = larger;
		environ = larger;
	}
	environ[count] = entry;
	environ[count + 1] = NULL;
	return 0;
}

static bool good_name(const char *name)
{
	if (name && *name && !strchr(name, '='))
		return true;
	errno = EINVAL;
	return false;
}

int _setenv_r(struct _reent *reent, const char *name, const char *value, int replace)
{
	size_t length, size;
	const char *old;
	char *entry;

	(void)reent;
	if (!good_name(name))
		return -1;
	old = getenv(name);
	if (old && (!replace || strcmp(old, value) == 0))
		return 0;
	length = strlen(name);
	size = strlen(value) + 1;
	entry = malloc(length + 1 + size);
	if (!entry)
		return -1;
	memcpy(entry, name, length);
	entry[length] = '=';
	memcpy(entry + length + 1, value, size);
	if (place(entry, length) == 0)
		return 0;
	free(entry);
	return -1;
}

int _unsetenv_r(struct _reent *reent, const char *name)
{
	size_t length;
	char **from, **to;

	(void)reent;
	if (!good_name(name))
		return -1;
	length = strlen(name);
	for (from = to = environ; from && *from; from++) {
		if (strncmp(*from, name, length) != 0 || (*from)[length] != '=')
			*to++ = *from;
	}
	if (to)
		*to = NULL;
	return 0;
}

/* Without a '=' the name is removed, as GNU has it. */
int _putenv_r(struct _reent *reent, char *entry)
{
	char *equals = strchr(entry, '=');

	if (!equals)
		return _unsetenv_r(reent, entry);
	return place(entry, equals - entry);
}
