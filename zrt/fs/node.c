/* SPDX-License-Identifier: Apache-2.0
 *
 * Nodes: creation, end, attributes. Inode numbers count up from 1, so the
 * same program sees the same numbers in every run.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal/fs.h"

void __zrt_node_touch(struct timespec *a, struct timespec *b)
{
	int64_t now = __zrt_realtime_peek();
	struct timespec stamp = {now / 1000000000, (long)(now % 1000000000)};

	if (stamp.tv_nsec < 0) {
		stamp.tv_sec--;
		stamp.tv_nsec += 1000000000;
	}
	*a = stamp;
	if (b)
		*b = stamp;
}

void __zrt_node_accessed(struct zrt_node *node)
{
	if (!node->read_only)
		__zrt_node_touch(&node->accessed, NULL);
}

struct zrt_node *__zrt_node_new(mode_t mode, const struct zrt_node_ops *ops)
{
	static ino_t last_inode;
	struct zrt_node *node = calloc(1, sizeof(*node));

	if (!node) {
		errno = ENOSPC;
		return NULL;
	}
	node->ops = ops;
	node->mode = mode;
	node->inode = ++last_inode;
	node->get_position = node->put_position = true;
	__zrt_node_touch(&node->accessed, &node->modified);
	node->changed = node->modified;
	return node;
}

struct zrt_node *__zrt_removed_from(const struct zrt_node *node)
{
	const struct zrt_directory *directory = &node->directory;

	return S_ISDIR(node->mode) && !directory->self &&
		       directory->parent != node
		   ? directory->parent
		   : NULL;
}

void __zrt_node_release(struct zrt_node *node)
{
	while (node && !node->links && !node->uses) {
		struct zrt_node *parent = __zrt_removed_from(node);

		if (node->ops->destroy)
			node->ops->destroy(node);
		free(node);
		node = parent;
		if (node)
			node->uses--;
	}
}

void __zrt_node_stat(struct zrt_node *node, struct stat *result)
{
	memset(result, 0, sizeof(*result));
	result->st_dev = 1;
	result->st_ino = node->inode;
	result->st_mode = node->mode;
	result->st_nlink = node->links;
	result->st_uid = node->owner;
	result->st_gid = node->group;
	result->st_rdev = node->device;
	result->st_size = node->ops->size ? node->ops->size(node) : 0;
	result->st_atim = node->accessed;
	result->st_mtim = node->modified;
	result->st_ctim = node->changed;
	/* A call through the gate costs little, a copy less: streams move in
	 * large pieces. */
	result->st_blksize =
	    __zrt_is_regular(node) || S_ISDIR(node->mode) ? 4096 : 65536;
	result->st_blocks = __zrt_is_regular(node)
				? __zrt_regular_blocks(node)
				: (result->st_size + 511) / 512;
}
