/* SPDX-License-Identifier: Apache-2.0
 *
 * read: at the position of the open file, which moves. On a sequential
 * channel the position counts what was read and means nothing else.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

ssize_t _read(int fd, void *buffer, size_t size)
{
	struct zrt_file *file = __zrt_file_for(fd, O_RDONLY);
	ssize_t done;

	if (!file)
		return -1;
	if (size > SSIZE_MAX)
		size = SSIZE_MAX;
	done = file->node->ops->read(file->node, buffer, size, file->position);
	if (done > 0 && file->node->get_position)
		file->position += done;
	return done;
}
ZRT_POSIX_NAME(read, _read);
