/* SPDX-License-Identifier: Apache-2.0
 *
 * utimensat, futimens, utimes, utime: times of a file.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <utime.h>
#include "internal/fd.h"

static int valid(const struct timespec *time)
{
	return time->tv_nsec == UTIME_NOW || time->tv_nsec == UTIME_OMIT ||
	       (time->tv_nsec >= 0 && time->tv_nsec < 1000000000);
}

static void set_one(struct timespec *to, const struct timespec *from)
{
	if (!from || from->tv_nsec == UTIME_NOW)
		__zrt_node_touch(to, NULL);
	else if (from->tv_nsec != UTIME_OMIT)
		*to = *from;
}

static int set_times(struct zrt_node *node, const struct timespec times[2])
{
	if (times && (!valid(&times[0]) || !valid(&times[1]))) {
		errno = EINVAL;
		return -1;
	}
	set_one(&node->accessed, times ? &times[0] : NULL);
	set_one(&node->modified, times ? &times[1] : NULL);
	__zrt_node_touch(&node->changed, NULL);
	return 0;
}

int utimensat(
    int dirfd, const char *path, const struct timespec times[2], int flags)
{
	struct zrt_node *node;

	if (flags & ~AT_SYMLINK_NOFOLLOW) {
		errno = EINVAL;
		return -1;
	}
	node = __zrt_node_at(dirfd, path, flags ? ZRT_NOFOLLOW : ZRT_FOLLOW);
	return node ? set_times(node, times) : -1;
}

int futimens(int fd, const struct timespec times[2])
{
	struct zrt_file *file = __zrt_file(fd);

	return file ? set_times(file->node, times) : -1;
}

int utimes(const char *path, const struct timeval times[2])
{
	struct timespec exact[2];

	for (int i = 0; times && i < 2; i++) {
		if (times[i].tv_usec < 0 || times[i].tv_usec >= 1000000) {
			errno = EINVAL;
			return -1;
		}
		exact[i].tv_sec = times[i].tv_sec;
		exact[i].tv_nsec = times[i].tv_usec * 1000;
	}
	return utimensat(AT_FDCWD, path, times ? exact : NULL, 0);
}

int utime(const char *path, const struct utimbuf *times)
{
	struct timespec exact[2] = {{0}};

	if (times) {
		exact[0].tv_sec = times->actime;
		exact[1].tv_sec = times->modtime;
	}
	return utimensat(AT_FDCWD, path, times ? exact : NULL, 0);
}
