/* SPDX-License-Identifier: Apache-2.0
 *
 * pathconf and fpathconf: limits, sizes of transfers, a limit that does not
 * exist, and errors.
 */
#define _GNU_SOURCE
#include "test.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/statvfs.h>
#include <unistd.h>

static void check_limits(int fd)
{
	struct statvfs space;

	check(statvfs("/tmp", &space) == 0);
	check(pathconf("/tmp", _PC_NAME_MAX) == NAME_MAX);
	check(pathconf("/tmp", _PC_PATH_MAX) == PATH_MAX);
	check(pathconf("/tmp", _PC_PIPE_BUF) == PIPE_BUF);
	check(pathconf("/tmp", _PC_LINK_MAX) >= _POSIX_LINK_MAX);
	check(pathconf("/tmp", _PC_NO_TRUNC) > 0);
	check(fpathconf(fd, _PC_NAME_MAX) == NAME_MAX);
	check(fpathconf(fd, _PC_REC_XFER_ALIGN) == (long)space.f_frsize);
	check(fpathconf(fd, _PC_ALLOC_SIZE_MIN) == (long)space.f_frsize);
	check(fpathconf(fd, _PC_REC_MIN_XFER_SIZE) == (long)space.f_bsize);
}

static void check_no_limit(int fd)
{
	errno = 0;
	check(fpathconf(fd, _PC_REC_MAX_XFER_SIZE) == -1);
	check(pathconf("/tmp", _PC_REC_INCR_XFER_SIZE) == -1);
	check(errno == 0);
}

static void check_errors(int fd)
{
	check_error(pathconf("/tmp/missing", _PC_NAME_MAX), ENOENT);
	check_error(fpathconf(-1, _PC_NAME_MAX), EBADF);
	check_error(pathconf("/tmp", 1000), EINVAL);
	check_error(fpathconf(fd, -1), EINVAL);
}

int main(void)
{
	int fd = open("/tmp", O_RDONLY | O_DIRECTORY);

	check(fd >= 0);
	check_limits(fd);
	check_no_limit(fd);
	check_errors(fd);
	return 0;
}
