/* SPDX-License-Identifier: Apache-2.0
 *
 * pwrite: at a given position, without moving that of the open file;
 * at the end with O_APPEND, as on Linux.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

ssize_t pwrite(int fd, const void *buffer, size_t size, off_t offset)
{
	struct zrt_file *file;

	__zrt_cancellation_point();
	if (offset < 0) {
		errno = EINVAL;
		return -1;
	}
	file = __zrt_file_at(fd, O_WRONLY);
	return file ? __zrt_file_write(file, buffer, size, offset) : -1;
}
