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
#include <sys/stat.h>
#include <unistd.h>

struct named {
	struct named *next;
	unsigned opened;
	bool has_name;
	mode_t mode;
	uid_t owner;
	gid_t group;
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

/* Using one takes the right to read and the right to write. */
static bool may_use(const struct named *named)
{
	mode_t mode = named->mode;

	if (geteuid() == 0)
		return true;
	if (geteuid() == named->owner)
		mode >>= 6;
	else if (getegid() == named->group)
		mode >>= 3;
	return (mode & 6) == 6;
}

static mode_t creation_mask(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return mask;
}

static struct named *make(const char *name, mode_t mode, unsigned value)
{
	struct named *made;

	name += *name == '/';
	made = malloc(sizeof(*made) + strlen(name) + 1);
	if (!made)
		return NULL;
	*made = (struct named){.next = all,
	    .has_name = true,
	    .mode = mode & ~creation_mask(),
	    .owner = geteuid(),
	    .group = getegid()};
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
	if (named && !may_use(named)) {
		errno = EACCES;
		return SEM_FAILED;
	}
	if (!named && !(flags & O_CREAT)) {
		errno = ENOENT;
		return SEM_FAILED;
	}
	if (!named) {
		va_list list;
		unsigned value;
		mode_t mode;

		va_start(list, flags);
		mode = va_arg(list, mode_t);
		value = va_arg(list, unsigned);
		va_end(list);
		named = make(name, mode, value);
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
