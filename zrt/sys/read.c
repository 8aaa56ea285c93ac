/* SPDX-License-Identifier: Apache-2.0
 *
 * read: at the position of the open file, which moves. On a sequential
 * channel the position counts what was read and means nothing else.
 */
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

ssize_t _read(int fd, void *buffer, size_t size)
{
	struct zrt_file *file;

	__zrt_cancellation_point();
	file = __zrt_file_for(fd, O_RDONLY);
	return file ? __zrt_file_read(file, buffer, size, -1) : -1;
}
ZRT_POSIX_NAME(read, _read);
