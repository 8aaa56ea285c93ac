/* SPDX-License-Identifier: Apache-2.0
 *
 * access, faccessat, eaccess: what open would allow to the real user, or with
 * AT_EACCESS to the effective one. A channel's direction binds root too.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

int faccessat(int dirfd, const char *path, int mode, int flags)
{
	struct zrt_node *node;

	if ((mode & ~(R_OK | W_OK | X_OK)) ||
	    (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))) {
		errno = EINVAL;
		return -1;
	}
	node = __zrt_node_at(dirfd, path,
	    (flags & AT_SYMLINK_NOFOLLOW ? ZRT_NOFOLLOW : ZRT_FOLLOW) |
		(flags & AT_EMPTY_PATH ? ZRT_EMPTY : 0));
	if (!node)
		return -1;
	if (__zrt_is_channel(node) &&
	    (((mode & R_OK) && !(node->channel.flags & ZVM_CHANNEL_GET)) ||
		((mode & W_OK) && !(node->channel.flags & ZVM_CHANNEL_PUT)))) {
		errno = EACCES;
		return -1;
	}
	if (S_ISLNK(node->mode) || !mode)
		return 0;
	return flags & AT_EACCESS ? __zrt_permit(node, mode)
				  : __zrt_permit_real(node, mode);
}

int access(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, 0);
}

int eaccess(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS);
}

int euidaccess(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS);
}
