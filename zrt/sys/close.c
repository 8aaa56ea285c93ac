/* SPDX-License-Identifier: Apache-2.0
 *
 * close.
 */
#include <unistd.h>
#include "internal/fd.h"

int _close(int fd)
{
	return __zrt_fd_close(fd);
}
ZRT_POSIX_NAME(close, _close);
