/* SPDX-License-Identifier: Apache-2.0
 *
 * truncate, ftruncate.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

static int set_size(struct zrt_node *node, off_t size)
{
	if (S_ISDIR(node->mode) || size < 0 || !node->ops->truncate) {
		errno = S_ISDIR(node->mode) ? EISDIR : EINVAL;
		return -1;
	}
	return node->ops->truncate(node, size);
}

int truncate(const char *path, off_t size)
{
	struct zrt_node *node = __zrt_node_at(AT_FDCWD, path, ZRT_FOLLOW);

	return node ? set_size(node, size) : -1;
}

int ftruncate(int fd, off_t size)
{
	struct zrt_file *file = __zrt_file(fd);

	if (file && !__zrt_writable(file)) {
		errno = EINVAL;
		return -1;
	}
	return file ? set_size(file->node, size) : -1;
}
