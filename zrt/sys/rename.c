/* SPDX-License-Identifier: Apache-2.0
 *
 * rename, renameat, renameat2. The name moves in one step: there is no moment
 * without it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "internal/fd.h"

static bool is_below(struct zrt_node *node, struct zrt_node *ancestor)
{
	for (;; node = node->directory.parent) {
		if (node == ancestor)
			return true;
		if (!node || node == __zrt_root)
			return false;
	}
}

static int may_replace(struct zrt_node *old, struct zrt_node *new)
{
	if (S_ISDIR(old->mode))
		return S_ISDIR(new->mode) ? 0 : __zrt_fail(ENOTDIR);
	return S_ISDIR(new->mode) ? __zrt_fail(EISDIR) : 0;
}

/* A directory's ".." changes when it gets another parent. */
static int may_move(const struct zrt_lookup *from, const struct zrt_node *to)
{
	return S_ISDIR(from->node->mode) && from->directory != to
		   ? __zrt_permit(from->node, W_OK)
		   : 0;
}

static int exchange(struct zrt_lookup *from, struct zrt_lookup *to)
{
	if ((S_ISDIR(from->node->mode) &&
		is_below(to->directory, from->node)) ||
	    (S_ISDIR(to->node->mode) && is_below(from->directory, to->node)))
		return __zrt_fail(EINVAL);
	if (__zrt_permit_remove(from->name) || __zrt_permit_remove(to->name) ||
	    may_move(from, to->directory) || may_move(to, from->directory))
		return -1;
	__zrt_name_swap(from->name, to->name);
	return 0;
}

static int move(struct zrt_lookup *from, struct zrt_lookup *to)
{
	struct zrt_node *node = from->node;

	if (S_ISDIR(node->mode) && is_below(to->directory, node))
		return __zrt_fail(EINVAL);
	/* Into one of its own ancestors' names: never empty. */
	if (to->node && S_ISDIR(to->node->mode) &&
	    is_below(from->directory, to->node))
		return __zrt_fail(ENOTEMPTY);
	if (__zrt_permit_remove(from->name) ||
	    (to->name ? __zrt_permit_remove(to->name)
		      : __zrt_permit_names(to->directory)) ||
	    (to->node && may_replace(node, to->node)) ||
	    may_move(from, to->directory))
		return -1;
	if (to->node && S_ISDIR(to->node->mode) && to->node->directory.count)
		return __zrt_fail(ENOTEMPTY);
	if (!to->directory->links)
		return __zrt_fail(ENOENT);

	/* Keeps the node alive while no name points to it. */
	node->uses++;
	__zrt_name_remove(from->name);
	if (to->node)
		__zrt_name_remove(to->name);
	if (!__zrt_name_add(to->directory, to->last, to->length, node)) {
		__zrt_name_add(from->directory, from->last, from->length, node);
		node->uses--;
		return __zrt_fail(ENOSPC);
	}
	node->uses--;
	return 0;
}

int renameat2(int from_dirfd, const char *from_path, int to_dirfd,
    const char *to_path, unsigned flags)
{
	struct zrt_lookup from, to;

	if ((flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE)) ||
	    flags == (RENAME_NOREPLACE | RENAME_EXCHANGE))
		return __zrt_fail(EINVAL);
	if (__zrt_lookup(from_dirfd, from_path, ZRT_PARENT | ZRT_LATE, &from) ||
	    __zrt_lookup(to_dirfd, to_path, ZRT_PARENT | ZRT_LATE, &to))
		return -1;
	if (from.directory->read_only != to.directory->read_only)
		return __zrt_fail(EXDEV);
	if (!from.name && from.node)
		return __zrt_fail(EBUSY); /* . .. or the root */
	if (!to.name && to.node)
		return __zrt_fail(flags & RENAME_NOREPLACE ? EEXIST : EBUSY);
	if (__zrt_permit_change(from.directory))
		return -1;
	if (!from.node)
		return __zrt_fail(from.error ? from.error : ENOENT);
	if (to.error)
		return __zrt_fail(to.error);
	if (!to.node && (flags & RENAME_EXCHANGE))
		return __zrt_fail(ENOENT);
	if (to.node && (flags & RENAME_NOREPLACE))
		return __zrt_fail(EEXIST);
	if ((from.must_be_directory && !S_ISDIR(from.node->mode)) ||
	    (to.must_be_directory &&
		!S_ISDIR(
		    (flags & RENAME_EXCHANGE ? to.node : from.node)->mode)))
		return __zrt_fail(ENOTDIR);
	if (to.node == from.node)
		return 0;
	return flags & RENAME_EXCHANGE ? exchange(&from, &to)
				       : move(&from, &to);
}

int renameat(
    int from_dirfd, const char *from_path, int to_dirfd, const char *to_path)
{
	return renameat2(from_dirfd, from_path, to_dirfd, to_path, 0);
}

int _rename(const char *from, const char *to)
{
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}
ZRT_POSIX_NAME(rename, _rename);
