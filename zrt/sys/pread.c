/* SPDX-License-Identifier: Apache-2.0
 *
 * pread: at a given position, without moving that of the open file.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

ssize_t pread(int fd, void *buffer, size_t size, off_t offset)
{
	struct zrt_file *file = __zrt_file_for(fd, O_RDONLY);

	if (!file)
		return -1;
	if (S_ISDIR(file->node->mode) || offset < 0) {
		errno = offset < 0 ? EINVAL : EISDIR;
		return -1;
	}
	if (!file->node->get_position) {
		errno = ESPIPE;
		return -1;
	}
	return file->node->ops->read(
	    file->node, buffer, size > SSIZE_MAX ? SSIZE_MAX : size, offset);
}
