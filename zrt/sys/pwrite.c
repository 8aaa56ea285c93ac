/* SPDX-License-Identifier: Apache-2.0
 *
 * pwrite: at a given position, without moving that of the open file.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

ssize_t pwrite(int fd, const void *buffer, size_t size, off_t offset)
{
	struct zrt_file *file = __zrt_file_for(fd, O_WRONLY);

	if (!file)
		return -1;
	if (offset < 0) {
		errno = EINVAL;
		return -1;
	}
	if (!file->node->put_position) {
		errno = ESPIPE;
		return -1;
	}
	return file->node->ops->write(
	    file->node, buffer, size > SSIZE_MAX ? SSIZE_MAX : size, offset);
}
