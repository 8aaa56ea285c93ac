/* SPDX-License-Identifier: Apache-2.0
 *
 * access, faccessat, eaccess: what open would allow to the real user, or with
 * AT_EACCESS to the effective one. A channel's direction binds root too.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

static int may(int dirfd, const char *path, int mode, int flags)
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
	return __zrt_permit(node, mode);
}

int faccessat(int dirfd, const char *path, int mode, int flags)
{
	uid_t user = __zrt_who.user;
	gid_t group = __zrt_who.group;
	int result;

	/* The directories on the way are the real user's affair, too. */
	if (!(flags & AT_EACCESS)) {
		__zrt_who.user = __zrt_who.real_user;
		__zrt_who.group = __zrt_who.real_group;
	}
	result = may(dirfd, path, mode, flags);
	__zrt_who.user = user;
	__zrt_who.group = group;
	return result;
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
