/* SPDX-License-Identifier: Apache-2.0
 *
 * chmod, fchmod, fchmodat, lchmod, umask.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include "internal/fd.h"

static int set_mode(struct zrt_node *node, mode_t mode)
{
	if (__zrt_permit_change(node))
		return -1;
	if (S_ISLNK(node->mode)) {
		errno = EOPNOTSUPP;
		return -1;
	}
	if (!__zrt_owns(node)) {
		errno = EPERM;
		return -1;
	}
	/* Nobody gives away a group's rights but its members. */
	if (__zrt_who.user != 0 && !__zrt_in_group(node->group))
		mode &= ~S_ISGID;
	node->mode = (node->mode & S_IFMT) | (mode & 07777);
	__zrt_node_touch(&node->changed, NULL);
	return 0;
}

int fchmodat(int dirfd, const char *path, mode_t mode, int flags)
{
	struct zrt_node *node;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) {
		errno = EINVAL;
		return -1;
	}
	node = __zrt_node_at(dirfd, path,
	    (flags & AT_SYMLINK_NOFOLLOW ? ZRT_NOFOLLOW : ZRT_FOLLOW) |
		(flags & AT_EMPTY_PATH ? ZRT_EMPTY : 0));
	return node ? set_mode(node, mode) : -1;
}

int chmod(const char *path, mode_t mode)
{
	return fchmodat(AT_FDCWD, path, mode, 0);
}

int lchmod(const char *path, mode_t mode)
{
	return fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW);
}

int fchmod(int fd, mode_t mode)
{
	struct zrt_file *file = __zrt_file_usable(fd);

	return file ? set_mode(file->node, mode) : -1;
}

mode_t umask(mode_t mask)
{
	mode_t old = __zrt_umask;

	__zrt_umask = mask & 0777;
	return old;
}
