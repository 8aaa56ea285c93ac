/* SPDX-License-Identifier: Apache-2.0
 *
 * link, linkat: a second name for a file, or the first for one that was
 * opened without (O_TMPFILE).
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

int linkat(int from_dirfd, const char *from_path, int to_dirfd,
    const char *to_path, int flags)
{
	struct zrt_lookup to;
	struct zrt_node *node;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return __zrt_fail(EINVAL);
	node = __zrt_node_at(from_dirfd, from_path,
	    (flags & AT_SYMLINK_FOLLOW ? ZRT_FOLLOW : ZRT_NOFOLLOW) |
		(flags & AT_EMPTY_PATH ? ZRT_EMPTY : 0));
	if (!node || __zrt_lookup(to_dirfd, to_path, ZRT_PARENT, &to))
		return -1;
	if (to.node)
		return __zrt_fail(EEXIST);
	if (to.must_be_directory)
		return __zrt_fail(ENOENT);
	if (node->read_only && !to.directory->read_only)
		return __zrt_fail(EXDEV);
	if (__zrt_permit_names(to.directory))
		return -1;
	if (S_ISDIR(node->mode))
		return __zrt_fail(EPERM);
	if (node->links >= LINK_MAX)
		return __zrt_fail(EMLINK);
	/* A file that lost its last name does not come back. */
	if (!node->links && !(flags & (AT_EMPTY_PATH | AT_SYMLINK_FOLLOW)))
		return __zrt_fail(ENOENT);
	return __zrt_name_add(to.directory, to.last, to.length, node) ? 0 : -1;
}

int _link(const char *from, const char *to)
{
	return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}
ZRT_POSIX_NAME(link, _link);
