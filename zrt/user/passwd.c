/* SPDX-License-Identifier: Apache-2.0
 *
 * The user database: /etc/passwd where the tree has one, otherwise the one
 * user there is. A line that does not have seven fields is skipped.
 */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIELDS 7

static const char root_line[] = "root:x:0:0:root:/:/bin/sh";

/* Cut text, which must stay, into the record. */
static int parse(char *text, struct passwd *user)
{
	char *field[FIELDS];

	text[strcspn(text, "\n")] = '\0';
	for (int i = 0; i < FIELDS; i++) {
		field[i] = text;
		text = text ? strchr(text, ':') : NULL;
		if (text)
			*text++ = '\0';
		else if (i < FIELDS - 1)
			return -1;
	}
	user->pw_name = field[0];
	user->pw_passwd = field[1];
	user->pw_uid = (uid_t)strtoul(field[2], NULL, 10);
	user->pw_gid = (gid_t)strtoul(field[3], NULL, 10);
	user->pw_comment = user->pw_gecos = field[4];
	user->pw_dir = field[5];
	user->pw_shell = field[6];
	return 0;
}

static int find(const char *name, uid_t uid, struct passwd *user, char *buffer,
    size_t size, struct passwd **result)
{
	int saved = errno, error = 0;
	FILE *file = fopen("/etc/passwd", "re");

	*result = NULL;
	for (;;) {
		if (!file) {
			if (size < sizeof(root_line)) {
				error = ERANGE;
				break;
			}
			strcpy(buffer, root_line);
		} else if (!fgets(buffer, (int)size, file)) {
			break;
		} else if (!strchr(buffer, '\n') && !feof(file)) {
			error = ERANGE;
			break;
		}
		if (!parse(buffer, user) && (name ? !strcmp(user->pw_name, name)
						  : user->pw_uid == uid)) {
			*result = user;
			break;
		}
		if (!file)
			break;
	}
	if (file)
		fclose(file);
	errno = saved;
	return error;
}

int getpwnam_r(const char *name, struct passwd *user, char *buffer, size_t size,
    struct passwd **result)
{
	return find(name, 0, user, buffer, size, result);
}

int getpwuid_r(uid_t uid, struct passwd *user, char *buffer, size_t size,
    struct passwd **result)
{
	return find(NULL, uid, user, buffer, size, result);
}

static struct passwd *shared(const char *name, uid_t uid)
{
	static struct passwd user;
	static char buffer[1024];
	struct passwd *result;
	int error = find(name, uid, &user, buffer, sizeof(buffer), &result);

	if (error)
		errno = error;
	return result;
}

struct passwd *getpwnam(const char *name)
{
	return shared(name, 0);
}

struct passwd *getpwuid(uid_t uid)
{
	return shared(NULL, uid);
}

char *getlogin(void)
{
	struct passwd *user = getpwuid(0);

	return user ? user->pw_name : NULL;
}

int issetugid(void)
{
	return 0;
}
