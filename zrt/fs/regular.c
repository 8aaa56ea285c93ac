/* SPDX-License-Identifier: Apache-2.0
 *
 * Regular files in memory: a table of 4 KiB blocks, absent ones are holes.
 * Invariant: bytes of an allocated block beyond the file's size are zero, so
 * growing never shows old data.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal/fs.h"

#define BLOCK    4096u
#define MAX_SIZE ((off_t)1 << 40)

static int reserve(struct zrt_regular *file, size_t count)
{
	if (count <= file->capacity)
		return 0;

	size_t capacity = file->capacity + file->capacity / 2;

	if (capacity < count)
		capacity = count;

	uint8_t **larger =
	    reallocarray(file->blocks, capacity, sizeof(*file->blocks));

	if (!larger) {
		errno = ENOSPC;
		return -1;
	}
	memset(larger + file->capacity, 0,
	    (capacity - file->capacity) * sizeof(*larger));
	file->blocks = larger;
	file->capacity = capacity;
	return 0;
}

static ssize_t regular_read(
    struct zrt_node *node, void *buffer, size_t size, off_t offset)
{
	struct zrt_regular *file = &node->regular;
	uint8_t *out = buffer;

	if (offset >= file->size)
		return 0;
	if ((off_t)size > file->size - offset)
		size = (size_t)(file->size - offset);
	for (size_t done = 0; done < size;) {
		size_t block = (size_t)((offset + (off_t)done) / BLOCK);
		size_t start = (size_t)((offset + (off_t)done) % BLOCK);
		size_t part = BLOCK - start;

		if (part > size - done)
			part = size - done;
		if (block < file->capacity && file->blocks[block])
			memcpy(out + done, file->blocks[block] + start, part);
		else
			memset(out + done, 0, part);
		done += part;
	}
	__zrt_node_touch(&node->accessed, NULL);
	return (ssize_t)size;
}

static ssize_t regular_write(
    struct zrt_node *node, const void *buffer, size_t size, off_t offset)
{
	struct zrt_regular *file = &node->regular;
	const uint8_t *in = buffer;
	size_t done = 0;

	if (offset >= MAX_SIZE || (off_t)size > MAX_SIZE - offset) {
		errno = EFBIG;
		return -1;
	}
	if (!size)
		return 0;
	if (reserve(file, (size_t)((offset + (off_t)size - 1) / BLOCK) + 1))
		return -1;
	while (done < size) {
		size_t block = (size_t)((offset + (off_t)done) / BLOCK);
		size_t start = (size_t)((offset + (off_t)done) % BLOCK);
		size_t part = BLOCK - start;

		if (part > size - done)
			part = size - done;
		if (!file->blocks[block]) {
			file->blocks[block] = calloc(1, BLOCK);
			if (!file->blocks[block])
				break;
			file->allocated++;
		}
		memcpy(file->blocks[block] + start, in + done, part);
		done += part;
	}
	if (!done) {
		errno = ENOSPC;
		return -1;
	}
	if (offset + (off_t)done > file->size)
		file->size = offset + (off_t)done;
	__zrt_node_touch(&node->modified, &node->changed);
	return (ssize_t)done;
}

static int regular_truncate(struct zrt_node *node, off_t size)
{
	struct zrt_regular *file = &node->regular;

	if (size > MAX_SIZE) {
		errno = EFBIG;
		return -1;
	}
	if (size < file->size) {
		size_t keep = (size_t)((size + BLOCK - 1) / BLOCK);

		for (size_t i = keep; i < file->capacity; i++) {
			if (file->blocks[i]) {
				free(file->blocks[i]);
				file->blocks[i] = NULL;
				file->allocated--;
			}
		}
		if (size % BLOCK && keep - 1 < file->capacity &&
		    file->blocks[keep - 1])
			memset(file->blocks[keep - 1] + size % BLOCK, 0,
			    BLOCK - (size_t)(size % BLOCK));
	}
	file->size = size;
	__zrt_node_touch(&node->modified, &node->changed);
	return 0;
}

static off_t regular_size(struct zrt_node *node)
{
	return node->regular.size;
}

static void regular_destroy(struct zrt_node *node)
{
	for (size_t i = 0; i < node->regular.capacity; i++)
		free(node->regular.blocks[i]);
	free(node->regular.blocks);
}

static const struct zrt_node_ops regular_ops = {
    .read = regular_read,
    .write = regular_write,
    .truncate = regular_truncate,
    .size = regular_size,
    .destroy = regular_destroy,
};

struct zrt_node *__zrt_regular_new(mode_t mode)
{
	return __zrt_node_new(S_IFREG | mode, &regular_ops);
}
