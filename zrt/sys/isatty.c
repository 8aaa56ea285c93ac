/* SPDX-License-Identifier: Apache-2.0
 *
 * isatty: nothing in the sandbox is a terminal, also when the host put one
 * behind a channel. Otherwise buffering would depend on the host.
 */
#include <errno.h>
#include <unistd.h>
#include "internal/fd.h"

int _isatty(int fd)
{
	if (__zrt_file(fd))
		errno = ENOTTY;
	return 0;
}
