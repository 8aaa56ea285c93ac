/* SPDX-License-Identifier: Apache-2.0
 *
 * stat, lstat, fstatat.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include "internal/fd.h"

int fstatat(int dirfd, const char *restrict path, struct stat *restrict result,
    int flags)
{
	struct zrt_node *node;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT)) {
		errno = EINVAL;
		return -1;
	}
	node = __zrt_node_at(dirfd, path,
	    (flags & AT_SYMLINK_NOFOLLOW ? ZRT_NOFOLLOW : ZRT_FOLLOW) |
		(flags & AT_EMPTY_PATH ? ZRT_EMPTY : 0));
	if (!node)
		return -1;
	__zrt_node_stat(node, result);
	return 0;
}

int _stat(const char *restrict path, struct stat *restrict result)
{
	return fstatat(AT_FDCWD, path, result, 0);
}
ZRT_POSIX_NAME(stat, _stat);

int lstat(const char *restrict path, struct stat *restrict result)
{
	return fstatat(AT_FDCWD, path, result, AT_SYMLINK_NOFOLLOW);
}
