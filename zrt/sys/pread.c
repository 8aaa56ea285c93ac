/* SPDX-License-Identifier: Apache-2.0
 *
 * pread: at a given position, without moving that of the open file.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

ssize_t pread(int fd, void *buffer, size_t size, off_t offset)
{
	struct zrt_file *file;

	__zrt_cancellation_point();
	if (offset < 0) {
		errno = EINVAL;
		return -1;
	}
	file = __zrt_file_at(fd, O_RDONLY);
	return file ? __zrt_file_read(file, buffer, size, offset) : -1;
}
