/* SPDX-License-Identifier: Apache-2.0
 *
 * write: at the position of the open file, or at the end with O_APPEND.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

ssize_t _write(int fd, const void *buffer, size_t size)
{
	struct zrt_file *file = __zrt_file_for(fd, O_WRONLY);
	struct zrt_node *node;
	ssize_t done;

	if (!file)
		return -1;
	node = file->node;
	if (size > SSIZE_MAX)
		size = SSIZE_MAX;
	if ((file->flags & O_APPEND) && node->ops->size)
		file->position = node->ops->size(node);
	done = node->ops->write(node, buffer, size, file->position);
	if (done > 0 && node->put_position)
		file->position += done;
	return done;
}
ZRT_POSIX_NAME(write, _write);
