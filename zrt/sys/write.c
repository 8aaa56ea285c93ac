/* SPDX-License-Identifier: Apache-2.0
 *
 * write: at the position of the open file, or at the end with O_APPEND.
 */
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

ssize_t _write(int fd, const void *buffer, size_t size)
{
	struct zrt_file *file;

	__zrt_cancellation_point();
	file = __zrt_file_for(fd, O_WRONLY);
	return file ? __zrt_file_write(file, buffer, size, -1) : -1;
}
ZRT_POSIX_NAME(write, _write);
