/* SPDX-License-Identifier: Apache-2.0
 *
 * utimensat, futimens, utimes, lutimes, futimes, utime: times of a file.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
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

static int may_set(struct zrt_node *node, const struct timespec times[2])
{
	bool now = !times || (times[0].tv_nsec == UTIME_NOW &&
				 times[1].tv_nsec == UTIME_NOW);

	if (__zrt_owns(node))
		return 0;
	if (now)
		return __zrt_permit(node, W_OK);
	errno = EPERM;
	return -1;
}

static int set_times(struct zrt_node *node, const struct timespec times[2])
{
	if (times && times[0].tv_nsec == UTIME_OMIT &&
	    times[1].tv_nsec == UTIME_OMIT)
		return 0;
	if (__zrt_permit_change(node) || may_set(node, times))
		return -1;
	set_one(&node->accessed, times ? &times[0] : NULL);
	set_one(&node->modified, times ? &times[1] : NULL);
	__zrt_node_touch(&node->changed, NULL);
	return 0;
}

static int check(const struct timespec times[2])
{
	if (times && (!valid(&times[0]) || !valid(&times[1]))) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}

int utimensat(
    int dirfd, const char *path, const struct timespec times[2], int flags)
{
	struct zrt_node *node;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) {
		errno = EINVAL;
		return -1;
	}
	if (check(times))
		return -1;
	node = __zrt_node_at(dirfd, path,
	    (flags & AT_SYMLINK_NOFOLLOW ? ZRT_NOFOLLOW : ZRT_FOLLOW) |
		(flags & AT_EMPTY_PATH ? ZRT_EMPTY : 0));
	return node ? set_times(node, times) : -1;
}

int futimens(int fd, const struct timespec times[2])
{
	struct zrt_file *file = __zrt_file_usable(fd);

	if (!file || check(times))
		return -1;
	return set_times(file->node, times);
}

static int exactly(const struct timeval from[2], struct timespec to[2])
{
	for (int i = 0; from && i < 2; i++) {
		if (from[i].tv_usec < 0 || from[i].tv_usec >= 1000000) {
			errno = EINVAL;
			return -1;
		}
		to[i].tv_sec = from[i].tv_sec;
		to[i].tv_nsec = from[i].tv_usec * 1000;
	}
	return 0;
}

int utimes(const char *path, const struct timeval times[2])
{
	struct timespec exact[2];

	if (exactly(times, exact))
		return -1;
	return utimensat(AT_FDCWD, path, times ? exact : NULL, 0);
}

int lutimes(const char *path, const struct timeval times[2])
{
	struct timespec exact[2];

	if (exactly(times, exact))
		return -1;
	return utimensat(
	    AT_FDCWD, path, times ? exact : NULL, AT_SYMLINK_NOFOLLOW);
}

int futimes(int fd, const struct timeval times[2])
{
	struct timespec exact[2];

	if (exactly(times, exact))
		return -1;
	return futimens(fd, times ? exact : NULL);
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
