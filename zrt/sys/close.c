/* SPDX-License-Identifier: Apache-2.0
 *
 * close, close_range.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

int _close(int fd)
{
	__zrt_cancellation_point();
	return __zrt_fd_close(fd);
}
ZRT_POSIX_NAME(close, _close);

int close_range(unsigned first, unsigned last, int flags)
{
	if (first > last || (flags & ~CLOSE_RANGE_CLOEXEC)) {
		errno = EINVAL;
		return -1;
	}
	for (int fd = first > INT_MAX ? -1 : __zrt_fd_next((int)first);
	     fd >= 0 && (unsigned)fd <= last; fd = __zrt_fd_next(fd + 1)) {
		if (flags & CLOSE_RANGE_CLOEXEC)
			__zrt_fd_set_flags(fd, FD_CLOEXEC);
		else
			__zrt_fd_close(fd);
	}
	return 0;
}
