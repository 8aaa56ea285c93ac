/* SPDX-License-Identifier: Apache-2.0
 *
 * Semaphores with a name, which is known in this process only. One exists as
 * long as it has its name or somebody has it open.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct named {
	struct named *next;
	unsigned opened;
	bool has_name;
	sem_t semaphore;
	char name[];
};

static struct named *all;

/* 0, or what is wrong with it. */
static int name_error(const char *name)
{
	if (*name == '/')
		name++;
	if (strlen(name) > NAME_MAX - 4)
		return ENAMETOOLONG;
	if (!*name || strchr(name, '/') || !strcmp(name, ".") ||
	    !strcmp(name, ".."))
		return EINVAL;
	return 0;
}

static struct named *find(const char *name)
{
	struct named *found = all;

	name += *name == '/';
	while (found && (!found->has_name || strcmp(found->name, name) != 0))
		found = found->next;
	return found;
}

static struct named *make(const char *name, unsigned value)
{
	struct named *made;

	name += *name == '/';
	made = malloc(sizeof(*made) + strlen(name) + 1);
	if (!made)
		return NULL;
	*made = (struct named){.next = all, .has_name = true};
	if (sem_init(&made->semaphore, 1, value)) {
		free(made);
		return NULL;
	}
	strcpy(made->name, name);
	all = made;
	return made;
}

static void drop_unused(struct named *named)
{
	struct named **at = &all;

	if (named->has_name || named->opened)
		return;
	while (*at != named)
		at = &(*at)->next;
	*at = named->next;
	free(named);
}

sem_t *sem_open(const char *name, int flags, ...)
{
	struct named *named;
	int error;

	error = name_error(name);
	if (error) {
		errno = error;
		return SEM_FAILED;
	}
	named = find(name);
	if (named && (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)) {
		errno = EEXIST;
		return SEM_FAILED;
	}
	if (!named && !(flags & O_CREAT)) {
		errno = ENOENT;
		return SEM_FAILED;
	}
	if (!named) {
		va_list list;
		unsigned value;

		va_start(list, flags);
		(void)va_arg(list, mode_t);
		value = va_arg(list, unsigned);
		va_end(list);
		named = make(name, value);
	}
	if (!named)
		return SEM_FAILED;
	named->opened++;
	return &named->semaphore;
}

int sem_close(sem_t *semaphore)
{
	for (struct named *named = all; named; named = named->next) {
		if (&named->semaphore == semaphore && named->opened) {
			named->opened--;
			drop_unused(named);
			return 0;
		}
	}
	errno = EINVAL;
	return -1;
}

int sem_unlink(const char *name)
{
	int error = name_error(name);
	struct named *named = error ? NULL : find(name);

	if (!named) {
		/* Nor is there one by a name that could not be one. */
		errno = error == ENAMETOOLONG ? error : ENOENT;
		return -1;
	}
	named->has_name = false;
	drop_unused(named);
	return 0;
}
