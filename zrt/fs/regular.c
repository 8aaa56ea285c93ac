/* SPDX-License-Identifier: Apache-2.0
 *
 * Regular files in memory. What was written lies in blocks of 4 KiB, found
 * through a two-level table; what a file of an image still has of it comes
 * from the image, byte for byte below image_end; all else is holes.
 *
 * Invariant: bytes of a block beyond the file's size are zero, and image_end
 * is never above the size, so growing never shows old data.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal/fs.h"

#define BLOCK       4096u
#define LEAF_BLOCKS 1024u
#define LEAF_BYTES  ((off_t)BLOCK * LEAF_BLOCKS)
#define MAX_SIZE    ((off_t)1 << 41)

/* Grows with the highest block in it, so that small files stay small. */
struct zrt_leaf {
	uint32_t capacity;
	uint8_t *blocks[];
};

static uint8_t *block_at(const struct zrt_regular *file, off_t offset)
{
	size_t leaf = (size_t)(offset / LEAF_BYTES);
	uint32_t index = (uint32_t)(offset % LEAF_BYTES / BLOCK);

	if (leaf >= file->leaf_count || !file->leaves[leaf] ||
	    index >= file->leaves[leaf]->capacity)
		return NULL;
	return file->leaves[leaf]->blocks[index];
}

/* The place in the table for the block of an offset; null without memory. */
static uint8_t **slot_at(struct zrt_regular *file, off_t offset)
{
	uint32_t leaf = (uint32_t)(offset / LEAF_BYTES);
	uint32_t index = (uint32_t)(offset % LEAF_BYTES / BLOCK);
	uint32_t capacity, size;
	struct zrt_leaf *grown;

	if (leaf >= file->leaf_count) {
		uint32_t count = file->leaf_count + file->leaf_count / 2;
		struct zrt_leaf **larger;

		if (count <= leaf)
			count = leaf + 1;
		larger = reallocarray(file->leaves, count, sizeof(*larger));
		if (!larger)
			return NULL;
		memset(larger + file->leaf_count, 0,
		    (count - file->leaf_count) * sizeof(*larger));
		file->leaves = larger;
		file->leaf_count = count;
	}
	capacity = file->leaves[leaf] ? file->leaves[leaf]->capacity : 0;
	if (index >= capacity) {
		size = capacity ? capacity : 1;
		while (size <= index)
			size *= 2;
		grown = realloc(file->leaves[leaf],
		    sizeof(*grown) + size * sizeof(*grown->blocks));
		if (!grown)
			return NULL;
		memset(grown->blocks + capacity, 0,
		    (size - capacity) * sizeof(*grown->blocks));
		grown->capacity = size;
		file->leaves[leaf] = grown;
	}
	return &file->leaves[leaf]->blocks[index];
}

/* The piece that holds offset or, when none does, the next one after it. */
static uint32_t find_piece(const struct zrt_regular *file, off_t offset)
{
	uint32_t low = 0, high = file->piece_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct zrt_piece *piece = &file->pieces[middle];

		if (piece->start + piece->size > offset)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Bytes that no block has: from the image, zero elsewhere. */
static int unwritten(
    const struct zrt_regular *file, uint8_t *out, size_t size, off_t offset)
{
	while (size) {
		size_t part = size;
		int64_t from = -1;

		if (offset < file->image_end && !file->pieces) {
			from = file->image_offset + offset;
			if ((off_t)part > file->image_end - offset)
				part = (size_t)(file->image_end - offset);
		} else if (offset < file->image_end) {
			uint32_t i = find_piece(file, offset);
			const struct zrt_piece *piece = &file->pieces[i];
			off_t end = file->image_end;

			if (i < file->piece_count && piece->start <= offset) {
				from = piece->offset + (offset - piece->start);
				if (piece->start + piece->size < end)
					end = piece->start + piece->size;
			} else if (i < file->piece_count &&
				   piece->start < end) {
				end = piece->start;
			}
			if ((off_t)part > end - offset)
				part = (size_t)(end - offset);
		}
		if (from < 0)
			memset(out, 0, part);
		else if (__zrt_image_copy(
			     file->image, out, (uint32_t)part, from))
			return -1;
		out += part;
		offset += part;
		size -= part;
	}
	return 0;
}

static ssize_t regular_read(
    struct zrt_node *node, void *buffer, size_t size, off_t offset)
{
	struct zrt_regular *file = &node->regular;
	uint8_t *out = buffer;

	if (offset >= file->size || !size)
		return 0;
	if ((off_t)size > file->size - offset)
		size = (size_t)(file->size - offset);
	for (size_t done = 0; done < size;) {
		off_t at = offset + (off_t)done;
		size_t start = (size_t)(at % BLOCK), part = BLOCK - start;
		uint8_t *block = block_at(file, at);

		if (block) {
			if (part > size - done)
				part = size - done;
			memcpy(out + done, block + start, part);
		} else {
			/* As far as there is no block: one copy. */
			while (part < size - done &&
			       !block_at(file, at + (off_t)part))
				part += BLOCK;
			if (part > size - done)
				part = size - done;
			if (unwritten(file, out + done, part, at))
				return done ? (ssize_t)done : -1;
		}
		done += part;
	}
	__zrt_node_accessed(node);
	return (ssize_t)size;
}

/* The block of an offset, to be written: made with what the file says there,
 * unless all of it will be overwritten. */
static uint8_t *make_block(
    struct zrt_regular *file, off_t offset, bool overwritten)
{
	uint8_t **slot = slot_at(file, offset);

	if (!slot)
		return NULL;
	if (!*slot) {
		off_t start = offset - offset % BLOCK;
		uint8_t *block;

		if (overwritten || start >= file->image_end) {
			block = overwritten ? malloc(BLOCK) : calloc(1, BLOCK);
		} else {
			block = malloc(BLOCK);
			if (block && unwritten(file, block, BLOCK, start)) {
				free(block);
				return NULL;
			}
		}
		if (!block)
			return NULL;
		*slot = block;
		file->allocated++;
	}
	return *slot;
}

static ssize_t regular_write(
    struct zrt_node *node, const void *buffer, size_t size, off_t offset)
{
	struct zrt_regular *file = &node->regular;
	const uint8_t *in = buffer;
	size_t done = 0;

	if (!size)
		return 0;
	if (offset >= MAX_SIZE) {
		errno = EFBIG;
		return -1;
	}
	if ((off_t)size > MAX_SIZE - offset)
		size = (size_t)(MAX_SIZE - offset);
	while (done < size) {
		off_t at = offset + (off_t)done;
		size_t start = (size_t)(at % BLOCK), part = BLOCK - start;
		uint8_t *block;

		if (part > size - done)
			part = size - done;
		block = make_block(file, at, part == BLOCK);
		if (!block)
			break;
		memcpy(block + start, in + done, part);
		done += part;
	}
	if (!done) {
		errno = ENOSPC;
		return -1;
	}
	if (offset + (off_t)done > file->size)
		file->size = offset + (off_t)done;
	__zrt_drop_set_id(node);
	__zrt_node_touch(&node->modified, &node->changed);
	return (ssize_t)done;
}

static void free_blocks(struct zrt_regular *file, off_t from, off_t to)
{
	for (uint32_t i = (uint32_t)(from / LEAF_BYTES); i < file->leaf_count;
	     i++) {
		struct zrt_leaf *leaf = file->leaves[i];
		off_t base = (off_t)i * LEAF_BYTES;

		if (base >= to)
			break;
		for (uint32_t j = 0; leaf && j < leaf->capacity; j++) {
			off_t at = base + (off_t)j * BLOCK;

			if (leaf->blocks[j] && at >= from && at < to) {
				free(leaf->blocks[j]);
				leaf->blocks[j] = NULL;
				file->allocated--;
			}
		}
	}
}

static int regular_truncate(struct zrt_node *node, off_t size)
{
	struct zrt_regular *file = &node->regular;

	if (size > MAX_SIZE) {
		errno = EFBIG;
		return -1;
	}
	if (size < file->size) {
		uint8_t *block = size % BLOCK ? block_at(file, size) : NULL;

		free_blocks(
		    file, (size + BLOCK - 1) / BLOCK * BLOCK, INT64_MAX);
		if (block)
			memset(block + size % BLOCK, 0,
			    BLOCK - (size_t)(size % BLOCK));
		if (file->image_end > size)
			file->image_end = size;
	}
	file->size = size;
	__zrt_drop_set_id(node);
	__zrt_node_touch(&node->modified, &node->changed);
	return 0;
}

static off_t regular_size(struct zrt_node *node)
{
	return node->regular.size;
}

static void regular_destroy(struct zrt_node *node)
{
	struct zrt_regular *file = &node->regular;

	free_blocks(file, 0, INT64_MAX);
	for (uint32_t i = 0; i < file->leaf_count; i++)
		free(file->leaves[i]);
	free(file->leaves);
	free(file->pieces);
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

bool __zrt_is_regular(const struct zrt_node *node)
{
	/* A file that is mapped has other ops with the same size. */
	return node->ops->size == regular_size;
}

/* Does the image have bytes in the block that starts at offset? */
static bool in_image(const struct zrt_regular *file, off_t offset)
{
	uint32_t i;

	if (offset >= file->image_end)
		return false;
	if (!file->pieces)
		return true;
	i = find_piece(file, offset);
	return i < file->piece_count &&
	       file->pieces[i].start < offset + (off_t)BLOCK &&
	       file->pieces[i].start < file->image_end;
}

/* The first block at or after offset that is (or is not) a hole. */
static off_t search(const struct zrt_regular *file, off_t offset, bool hole)
{
	while (offset < file->size) {
		off_t at = offset - offset % BLOCK;
		size_t leaf = (size_t)(at / LEAF_BYTES);

		/* Nothing written and no image: a whole leaf at once. */
		if (at >= file->image_end &&
		    (leaf >= file->leaf_count || !file->leaves[leaf])) {
			if (hole)
				return offset;
			at = (off_t)(leaf + 1) * LEAF_BYTES;
			if (leaf >= file->leaf_count)
				return file->size;
			offset = at;
			continue;
		}
		if ((block_at(file, at) || in_image(file, at)) != hole)
			return offset;
		offset = at + BLOCK;
	}
	return file->size;
}

off_t __zrt_regular_data(struct zrt_node *node, off_t from)
{
	off_t found = search(&node->regular, from, false);

	if (found >= node->regular.size) {
		errno = ENXIO;
		return -1;
	}
	return found;
}

off_t __zrt_regular_hole(struct zrt_node *node, off_t from)
{
	if (from >= node->regular.size) {
		errno = ENXIO;
		return -1;
	}
	return search(&node->regular, from, true);
}

blkcnt_t __zrt_regular_blocks(struct zrt_node *node)
{
	const struct zrt_regular *file = &node->regular;
	blkcnt_t count = file->allocated;

	if (!file->image_end)
		return count * (BLOCK / 512);
	if (!file->allocated && !file->pieces)
		return (file->image_end + BLOCK - 1) / BLOCK * (BLOCK / 512);
	for (off_t at = 0; at < file->image_end; at += BLOCK) {
		if (file->pieces) {
			uint32_t i = find_piece(file, at);

			if (i >= file->piece_count)
				break;
			if (file->pieces[i].start > at)
				at = file->pieces[i].start / BLOCK * BLOCK;
		}
		if (in_image(file, at) && !block_at(file, at))
			count++;
	}
	return count * (BLOCK / 512);
}

int __zrt_regular_allocate(struct zrt_node *node, off_t offset, off_t size)
{
	struct zrt_regular *file = &node->regular;
	off_t end;

	if (__builtin_add_overflow(offset, size, &end) || end > MAX_SIZE) {
		errno = EFBIG;
		return -1;
	}
	for (off_t at = offset - offset % BLOCK; at < end; at += BLOCK) {
		if (!make_block(file, at, false)) {
			errno = ENOSPC;
			return -1;
		}
	}
	if (end > file->size)
		file->size = end;
	__zrt_node_touch(&node->modified, &node->changed);
	return 0;
}

int __zrt_regular_punch(struct zrt_node *node, off_t offset, off_t size)
{
	struct zrt_regular *file = &node->regular;
	off_t end = size > MAX_SIZE - offset ? MAX_SIZE : offset + size;

	if (end > file->size)
		end = file->size;
	while ((offset = search(file, offset, false)) < end) {
		off_t next = offset - offset % BLOCK + BLOCK;
		bool whole =
		    offset % BLOCK == 0 && (next <= end || end == file->size);
		uint8_t *block = block_at(file, offset);

		if (next > end)
			next = end;
		if (whole && !in_image(file, offset)) {
			free_blocks(file, offset, offset + 1);
		} else if (block || in_image(file, offset)) {
			block = make_block(file, offset, false);
			if (!block) {
				errno = ENOSPC;
				return -1;
			}
			memset(
			    block + offset % BLOCK, 0, (size_t)(next - offset));
		}
		offset = next;
	}
	__zrt_node_touch(&node->modified, &node->changed);
	return 0;
}
