/* SPDX-License-Identifier: Apache-2.0
 *
 * chown, lchown, fchown, fchownat. Root gives files away; an owner may only
 * move a file between groups of which it is a member.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

static int set_owner(struct zrt_node *node, uid_t owner, gid_t group)
{
	bool same_owner = owner == (uid_t)-1 || owner == node->owner;
	bool same_group = group == (gid_t)-1 || group == node->group;
	bool keeps_mode = S_ISDIR(node->mode) || S_ISLNK(node->mode);
	mode_t drop = keeps_mode ? 0 : __zrt_set_id_to_drop(node);
	bool changes = owner != (uid_t)-1 || group != (gid_t)-1 || drop;

	if (__zrt_permit_change(node))
		return -1;
	if (__zrt_who.user != 0 &&
	    ((changes && !__zrt_owns(node)) || !same_owner ||
		(!same_group && !__zrt_in_group(group)))) {
		errno = EPERM;
		return -1;
	}
	if (owner != (uid_t)-1)
		node->owner = owner;
	if (group != (gid_t)-1)
		node->group = group;
	node->mode &= ~drop;
	__zrt_node_touch(&node->changed, NULL);
	return 0;
}

int fchownat(int dirfd, const char *path, uid_t owner, gid_t group, int flags)
{
	struct zrt_node *node;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) {
		errno = EINVAL;
		return -1;
	}
	node = __zrt_node_at(dirfd, path,
	    (flags & AT_SYMLINK_NOFOLLOW ? ZRT_NOFOLLOW : ZRT_FOLLOW) |
		(flags & AT_EMPTY_PATH ? ZRT_EMPTY : 0));
	return node ? set_owner(node, owner, group) : -1;
}

int chown(const char *path, uid_t owner, gid_t group)
{
	return fchownat(AT_FDCWD, path, owner, group, 0);
}

int lchown(const char *path, uid_t owner, gid_t group)
{
	return fchownat(AT_FDCWD, path, owner, group, AT_SYMLINK_NOFOLLOW);
}

int fchown(int fd, uid_t owner, gid_t group)
{
	struct zrt_file *file = __zrt_file_usable(fd);

	return file ? set_owner(file->node, owner, group) : -1;
}
