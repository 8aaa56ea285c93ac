/* SPDX-License-Identifier: Apache-2.0
 *
 * fsync, fdatasync, sync: a write is done when it returns, there is nothing
 * left to wait for.
 */
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

int fsync(int fd)
{
	__zrt_cancellation_point();
	return __zrt_file(fd) ? 0 : -1;
}

int fdatasync(int fd)
{
	return fsync(fd);
}

void sync(void)
{
}
