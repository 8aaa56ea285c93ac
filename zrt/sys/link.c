/* SPDX-License-Identifier: Apache-2.0
 *
 * link, linkat: a second name for a file.
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

	if (flags & ~AT_SYMLINK_FOLLOW) {
		errno = EINVAL;
		return -1;
	}
	node = __zrt_node_at(from_dirfd, from_path,
	    flags & AT_SYMLINK_FOLLOW ? ZRT_FOLLOW : ZRT_NOFOLLOW);
	if (!node || __zrt_lookup(to_dirfd, to_path, ZRT_NOFOLLOW, &to))
		return -1;
	if (S_ISDIR(node->mode) || to.node || to.must_be_directory) {
		errno = S_ISDIR(node->mode) ? EPERM : to.node ? EEXIST : ENOENT;
		return -1;
	}
	return __zrt_name_add(to.directory, to.last, to.length, node) ? 0 : -1;
}

int _link(const char *from, const char *to)
{
	return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}
ZRT_POSIX_NAME(link, _link);
