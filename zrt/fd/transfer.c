/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading and writing through an open file: by position, or as a stream.
 */
#include <errno.h>
#include <fcntl.h>
#include "internal/fd.h"
#include "internal/wait.h"

ssize_t __zrt_file_read(
    struct zrt_file *file, void *buffer, size_t size, off_t offset)
{
	struct zrt_node *node = file->node;
	struct timespec accessed = node->accessed;
	struct zrt_file *outer;
	ssize_t done;

	if (size > SSIZE_MAX)
		size = SSIZE_MAX;
	if (node->ops->receive) {
		if (offset >= 0) {
			errno = ESPIPE;
			return -1;
		}
		outer = __zrt_file_pin(file);
		done = node->ops->receive(node, buffer, size, file->flags);
		__zrt_file_unpin(file, outer);
		return done;
	}
	if (S_ISDIR(node->mode) || !node->ops->read) {
		errno = S_ISDIR(node->mode) ? EISDIR : EINVAL;
		return -1;
	}
	if (offset >= 0 && !node->get_position) {
		errno = ESPIPE;
		return -1;
	}
	done = node->ops->read(
	    node, buffer, size, offset < 0 ? file->position : offset);
	if (file->flags & O_NOATIME)
		node->accessed = accessed;
	if (done > 0 && offset < 0 && node->get_position)
		file->position += done;
	return done;
}

ssize_t __zrt_file_write(
    struct zrt_file *file, const void *buffer, size_t size, off_t offset)
{
	struct zrt_node *node = file->node;
	struct zrt_file *outer;
	bool appends = size && (file->flags & O_APPEND) && node->ops->size;
	ssize_t done;

	if (size > SSIZE_MAX)
		size = SSIZE_MAX;
	if (node->ops->send) {
		if (offset >= 0) {
			errno = ESPIPE;
			return -1;
		}
		outer = __zrt_file_pin(file);
		done = node->ops->send(node, buffer, size, file->flags);
		__zrt_file_unpin(file, outer);
		return done;
	}
	if (!node->ops->write) {
		errno = EINVAL;
		return -1;
	}
	if (offset >= 0) {
		if (!node->put_position) {
			errno = ESPIPE;
			return -1;
		}
		/* At the end nevertheless, as Linux has it. */
		if (appends)
			offset = node->ops->size(node);
		return node->ops->write(node, buffer, size, offset);
	}
	if (appends)
		file->position = node->ops->size(node);
	done = node->ops->write(node, buffer, size, file->position);
	if (done > 0 && node->put_position)
		file->position += done;
	return done;
}
