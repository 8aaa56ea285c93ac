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

	if (!*target || strlen(target) >= PATH_MAX) {
		errno = *target ? ENAMETOOLONG : ENOENT;
		return -1;
	}
	if (__zrt_lookup(dirfd, path, ZRT_NOFOLLOW, &found))
		return -1;
	if (found.node || found.must_be_directory) {
		errno = found.node ? EEXIST : ENOENT;
		return -1;
	}
	node = __zrt_symlink_new(target);
	if (!node)
		return -1;
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
	struct zrt_node *node = __zrt_node_at(dirfd, path, ZRT_NOFOLLOW);
	size_t length;

	if (!node)
		return -1;
	if (!S_ISLNK(node->mode) || !size) {
		errno = EINVAL;
		return -1;
	}
	length = strlen(node->target);
	if (length > size)
		length = size;
	memcpy(buffer, node->target, length);
	return (ssize_t)length;
}

ssize_t readlink(const char *restrict path, char *restrict buffer, size_t size)
{
	return readlinkat(AT_FDCWD, path, buffer, size);
}
