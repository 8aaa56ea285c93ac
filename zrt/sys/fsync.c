/* SPDX-License-Identifier: Apache-2.0
 *
 * fsync, fdatasync, sync, syncfs: a write is done when it returns, there is
 * nothing left to wait for. What has no storage cannot be asked.
 */
#include <errno.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

int fsync(int fd)
{
	struct zrt_file *file;

	__zrt_cancellation_point();
	file = __zrt_file_usable(fd);
	if (file && !__zrt_is_channel(file->node) &&
	    !S_ISREG(file->node->mode) && !S_ISDIR(file->node->mode)) {
		errno = EINVAL;
		return -1;
	}
	return file ? 0 : -1;
}

int fdatasync(int fd)
{
	return fsync(fd);
}

void sync(void)
{
}

int syncfs(int fd)
{
	return __zrt_file_usable(fd) ? 0 : -1;
}
