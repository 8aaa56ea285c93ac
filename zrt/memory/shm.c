/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared memory objects are files of /dev/shm; the only process that shares
 * them is this one. memfd_create makes one that has no name.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FOLDER "/dev/shm"

/* "/name", one component; the path in /dev/shm, or -1. */
static int object_path(const char *name, char *path)
{
	size_t length;

	while (*name == '/')
		name++;
	length = strlen(name);
	if (length == 0 || strchr(name, '/') || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0) {
		errno = EINVAL;
		return -1;
	}
	if (length > NAME_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(path, FOLDER "/", sizeof(FOLDER));
	memcpy(path + sizeof(FOLDER), name, length + 1);
	return 0;
}

int shm_open(const char *name, int flags, mode_t mode)
{
	char path[sizeof(FOLDER) + NAME_MAX + 1];
	int cancel, fd;

	if (object_path(name, path) != 0)
		return -1;
	if ((flags & O_ACCMODE) == O_WRONLY) {
		errno = EINVAL;
		return -1;
	}
	/* Unlike open, it is no cancellation point. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	fd = open(path, flags | O_NOFOLLOW | O_CLOEXEC, mode);
	pthread_setcancelstate(cancel, NULL);
	return fd;
}

int shm_unlink(const char *name)
{
	char path[sizeof(FOLDER) + NAME_MAX + 1];

	if (object_path(name, path) != 0) {
		if (errno == EINVAL)
			errno = ENOENT;
		return -1;
	}
	if (unlink(path) == 0)
		return 0;
	/* Of another user, in a folder with the sticky bit. */
	if (errno == EPERM)
		errno = EACCES;
	return -1;
}

int memfd_create(const char *name, unsigned flags)
{
	static unsigned count;
	char path[sizeof(FOLDER) + sizeof("/memfd:") + 10];
	int fd;

	if (flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING) ||
	    strlen(name) > NAME_MAX - strlen("memfd:")) {
		errno = EINVAL;
		return -1;
	}
	/* It has a name for the length of this function. */
	snprintf(path, sizeof(path), FOLDER "/memfd:%u", count++);
	fd = open(path,
	    O_RDWR | O_CREAT | O_EXCL | (flags & MFD_CLOEXEC ? O_CLOEXEC : 0),
	    0777);
	if (fd >= 0)
		unlink(path);
	return fd;
}
