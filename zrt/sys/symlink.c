/* SPDX-License-Identifier: Apache-2.0
 *
 * symlink, symlinkat, readlink, readlinkat.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "internal/fd.h"

int symlinkat(const char *target, int dirfd, const char *path)
{
	struct zrt_lookup found;
	struct zrt_node *node;
	size_t length = strnlen(target, PATH_MAX);

	if (!length || length == PATH_MAX)
		return __zrt_fail(length ? ENAMETOOLONG : ENOENT);
	if (__zrt_lookup(dirfd, path, ZRT_PARENT, &found))
		return -1;
	if (found.node || found.must_be_directory)
		return __zrt_fail(found.node ? EEXIST : ENOENT);
	if (__zrt_permit_names(found.directory))
		return -1;
	node = __zrt_symlink_new(target, length);
	if (!node)
		return -1;
	__zrt_node_own(node, found.directory, 0777);
	if (!__zrt_name_add(found.directory, found.last, found.length, node)) {
		__zrt_node_release(node);
		return -1;
	}
	return 0;
}

int symlink(const char *target, const char *path)
{
	return symlinkat(target, AT_FDCWD, path);
}

ssize_t readlinkat(
    int dirfd, const char *restrict path, char *restrict buffer, size_t size)
{
	struct zrt_node *node =
	    __zrt_node_at(dirfd, path, ZRT_NOFOLLOW | ZRT_EMPTY);

	if (!node)
		return -1;
	if (!S_ISLNK(node->mode) || !size)
		return __zrt_fail(
		    !*path && !S_ISLNK(node->mode) ? ENOENT : EINVAL);
	return node->ops->text(node, buffer, size);
}

ssize_t readlink(const char *restrict path, char *restrict buffer, size_t size)
{
	return readlinkat(AT_FDCWD, path, buffer, size);
}
