/* SPDX-License-Identifier: Apache-2.0
 *
 * Who the process is, and what the modes of files allow it. It starts as root,
 * who may do everything but execute what nobody may; a program that changes
 * its effective user gets the checks that every other user gets.
 */
#include <errno.h>
#include <unistd.h>
#include "internal/fs.h"

struct zrt_credentials __zrt_who;

bool __zrt_in_group(gid_t group)
{
	if (group == __zrt_who.group)
		return true;
	for (int i = 0; i < __zrt_who.group_count; i++) {
		if (__zrt_who.groups[i] == group)
			return true;
	}
	return false;
}

int __zrt_permit_change(const struct zrt_node *node)
{
	if (!node->read_only)
		return 0;
	errno = EROFS;
	return -1;
}

int __zrt_permit(const struct zrt_node *node, int wanted)
{
	mode_t mode = node->mode;
	bool stored = S_ISREG(mode) || S_ISDIR(mode) || S_ISLNK(mode);

	if ((wanted & W_OK) && stored && __zrt_permit_change(node))
		return -1;
	if (__zrt_who.user == 0) {
		if (!(wanted & X_OK) || S_ISDIR(mode) || (mode & 0111))
			return 0;
	} else {
		mode_t allowed = mode;

		if (node->owner == __zrt_who.user)
			allowed >>= 6;
		else if (__zrt_in_group(node->group))
			allowed >>= 3;
		if (((mode_t)wanted & ~allowed & 7) == 0)
			return 0;
	}
	errno = EACCES;
	return -1;
}

bool __zrt_owns(const struct zrt_node *node)
{
	return __zrt_who.user == 0 || __zrt_who.user == node->owner;
}

int __zrt_permit_names(const struct zrt_node *directory)
{
	return __zrt_permit(directory, W_OK | X_OK);
}

int __zrt_permit_remove(const struct zrt_name *name)
{
	const struct zrt_node *directory = name->directory;

	if (__zrt_permit_names(directory))
		return -1;
	if ((directory->mode & S_ISVTX) && !__zrt_owns(directory) &&
	    !__zrt_owns(name->node)) {
		errno = EPERM;
		return -1;
	}
	return 0;
}

void __zrt_node_own(
    struct zrt_node *node, const struct zrt_node *directory, mode_t mode)
{
	node->owner = __zrt_who.user;
	node->group = __zrt_who.group;
	if (!S_ISLNK(node->mode))
		node->mode = (node->mode & S_IFMT) | (mode & ~__zrt_umask);
	if (directory->mode & S_ISGID) {
		node->group = directory->group;
		if (S_ISDIR(node->mode))
			node->mode |= S_ISGID;
	}
}

mode_t __zrt_set_id_to_drop(const struct zrt_node *node)
{
	mode_t drop = node->mode & S_ISUID;

	/* Without the group's right to run it is a mark for locking, which
	 * those of the group may keep. */
	if ((node->mode & S_IXGRP) ||
	    (__zrt_who.user != 0 && !__zrt_in_group(node->group)))
		drop |= node->mode & S_ISGID;
	return drop;
}

void __zrt_drop_set_id(struct zrt_node *node)
{
	if (__zrt_who.user != 0)
		node->mode &= ~__zrt_set_id_to_drop(node);
}
