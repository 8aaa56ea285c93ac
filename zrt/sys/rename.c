/* SPDX-License-Identifier: Apache-2.0
 *
 * rename, renameat. The name moves in one step: there is no moment without it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include "internal/fd.h"

static int fail(int number)
{
	errno = number;
	return -1;
}

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
	if (S_ISDIR(old->mode)) {
		if (!S_ISDIR(new->mode))
			return fail(ENOTDIR);
		return new->directory.count ? fail(ENOTEMPTY) : 0;
	}
	return S_ISDIR(new->mode) ? fail(EISDIR) : 0;
}

int renameat(
    int from_dirfd, const char *from_path, int to_dirfd, const char *to_path)
{
	struct zrt_lookup from, to;
	struct zrt_node *node;

	if (__zrt_lookup(from_dirfd, from_path, ZRT_NOFOLLOW, &from) ||
	    __zrt_lookup(to_dirfd, to_path, ZRT_NOFOLLOW, &to))
		return -1;
	node = from.node;
	if (!node)
		return fail(ENOENT);
	if (!from.name || (to.node && !to.name))
		return fail(EBUSY); /* . .. or the root */
	if (to.node == node)
		return 0;
	if (!to.directory->links)
		return fail(ENOENT);
	if (S_ISDIR(node->mode) ? is_below(to.directory, node)
				: !to.node && to.must_be_directory)
		return fail(S_ISDIR(node->mode) ? EINVAL : ENOTDIR);
	if (to.node && may_replace(node, to.node))
		return -1;

	/* Keeps the node alive while no name points to it. */
	node->uses++;
	__zrt_name_remove(from.name);
	if (to.node)
		__zrt_name_remove(to.name);
	if (!__zrt_name_add(to.directory, to.last, to.length, node)) {
		__zrt_name_add(from.directory, from.last, from.length, node);
		node->uses--;
		return fail(ENOSPC);
	}
	node->uses--;
	return 0;
}

int _rename(const char *from, const char *to)
{
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}
ZRT_POSIX_NAME(rename, _rename);
