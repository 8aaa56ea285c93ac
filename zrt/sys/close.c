/* SPDX-License-Identifier: Apache-2.0
 *
 * close.
 */
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

int _close(int fd)
{
	__zrt_cancellation_point();
	return __zrt_fd_close(fd);
}
ZRT_POSIX_NAME(close, _close);
