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
	if (!node->ops->truncate) {
		errno = EINVAL;
		return -1;
	}
	return node->ops->truncate(node, size);
}

int truncate(const char *path, off_t size)
{
	struct zrt_node *node;

	if (size < 0) {
		errno = EINVAL;
		return -1;
	}
	node = __zrt_node_at(AT_FDCWD, path, ZRT_FOLLOW);
	if (!node)
		return -1;
	if (S_ISDIR(node->mode)) {
		errno = EISDIR;
		return -1;
	}
	/* What has no size cannot be asked, whoever asks. */
	if (node->ops->truncate && __zrt_permit(node, W_OK))
		return -1;
	return set_size(node, size);
}

int ftruncate(int fd, off_t size)
{
	struct zrt_file *file = size < 0 ? NULL : __zrt_file_usable(fd);

	if (size < 0 || (file && !__zrt_writable(file))) {
		errno = EINVAL;
		return -1;
	}
	return file ? set_size(file->node, size) : -1;
}
