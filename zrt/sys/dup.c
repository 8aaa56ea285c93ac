/* SPDX-License-Identifier: Apache-2.0
 *
 * dup, dup2, dup3: another number for the same open file.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

int dup(int fd)
{
	struct zrt_file *file = __zrt_file(fd);

	return file ? __zrt_fd_install(file, 0, 0) : -1;
}

int dup2(int fd, int wanted)
{
	struct zrt_file *file = __zrt_file(fd);

	if (!file || fd == wanted)
		return file ? fd : -1;
	return __zrt_fd_replace(wanted, file, 0);
}

int _dup3(int fd, int wanted, int flags)
{
	struct zrt_file *file = __zrt_file(fd);

	if (!file)
		return -1;
	if (fd == wanted || (flags & ~O_CLOEXEC)) {
		errno = EINVAL;
		return -1;
	}
	return __zrt_fd_replace(
	    wanted, file, flags & O_CLOEXEC ? FD_CLOEXEC : 0);
}
ZRT_POSIX_NAME(dup3, _dup3);
