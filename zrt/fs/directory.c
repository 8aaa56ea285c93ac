/* SPDX-License-Identifier: Apache-2.0
 *
 * Directories and symbolic links as nodes: what read and write say to them.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal/fs.h"

static ssize_t directory_read(
    struct zrt_node *node, void *buffer, size_t size, off_t offset)
{
	(void)node, (void)buffer, (void)size, (void)offset;
	errno = EISDIR;
	return -1;
}

static const struct zrt_node_ops directory_ops = {
    .read = directory_read,
};

struct zrt_node *__zrt_directory_new(mode_t mode)
{
	struct zrt_node *node = __zrt_node_new(S_IFDIR | mode, &directory_ops);

	if (node)
		node->directory.next_cookie = 2; /* after . and .. */
	return node;
}

static off_t symlink_size(struct zrt_node *node)
{
	return (off_t)strlen(node->target);
}

static ssize_t symlink_text(struct zrt_node *node, char *buffer, size_t size)
{
	size_t length = strlen(node->target);

	memcpy(buffer, node->target, length < size ? length : size);
	__zrt_node_accessed(node);
	return (ssize_t)(length < size ? length : size);
}

static void symlink_destroy(struct zrt_node *node)
{
	free(node->target);
}

static const struct zrt_node_ops symlink_ops = {
    .size = symlink_size,
    .text = symlink_text,
    .destroy = symlink_destroy,
};

struct zrt_node *__zrt_symlink_new(const char *target, size_t length)
{
	struct zrt_node *node = __zrt_node_new(S_IFLNK | 0777, &symlink_ops);

	if (!node)
		return NULL;
	node->target = strndup(target, length);
	if (!node->target) {
		__zrt_node_release(node);
		errno = ENOSPC;
		return NULL;
	}
	return node;
}
