/* SPDX-License-Identifier: Apache-2.0
 *
 * access, faccessat. The program is root: everything may be read and written
 * that the channel allows, executed what has an x bit.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

int faccessat(int dirfd, const char *path, int mode, int flags)
{
	struct zrt_node *node;

	if ((mode & ~(R_OK | W_OK | X_OK)) ||
	    (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW))) {
		errno = EINVAL;
		return -1;
	}
	node = __zrt_node_at(dirfd, path,
	    flags & AT_SYMLINK_NOFOLLOW ? ZRT_NOFOLLOW : ZRT_FOLLOW);
	if (!node)
		return -1;
	if (!S_ISDIR(node->mode) && !S_ISLNK(node->mode) &&
	    (((mode & R_OK) && !node->ops->truncate && !(node->mode & 0444)) ||
		((mode & W_OK) && !node->ops->truncate &&
		    !(node->mode & 0222)) ||
		((mode & X_OK) && !(node->mode & 0111)))) {
		errno = EACCES;
		return -1;
	}
	return 0;
}

int access(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, 0);
}
