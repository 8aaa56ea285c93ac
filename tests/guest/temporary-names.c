/* SPDX-License-Identifier: Apache-2.0
 *
 * mkstemp and its family: each name once, the right modes, errors by number.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"

int main(void)
{
	char file[] = "/tmp/zvm-XXXXXX", other[] = "/tmp/zvm-XXXXXX";
	char with_end[] = "/tmp/zvm-XXXXXX.c", folder[] = "/tmp/zvm-XXXXXX";
	char bad[] = "/tmp/zvm-XXXXX", nowhere[] = "/none/zvm-XXXXXX";
	struct stat status;
	int fd;

	fd = mkstemp(file);
	check(fd >= 0 && fstat(fd, &status) == 0);
	check(S_ISREG(status.st_mode) && (status.st_mode & 0777) == 0600);
	check((fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDWR && close(fd) == 0);
	fd = mkostemp(other, O_CLOEXEC | O_APPEND);
	check(fd >= 0 && strcmp(file, other) != 0);
	check(fcntl(fd, F_GETFD) == FD_CLOEXEC);
	check(fcntl(fd, F_GETFL) & O_APPEND);
	check(close(fd) == 0 && unlink(file) == 0 && unlink(other) == 0);
	fd = mkstemps(with_end, 2);
	check(fd >= 0 && strcmp(with_end + 15, ".c") == 0);
	check(close(fd) == 0 && unlink(with_end) == 0);
	check(mkdtemp(folder) == folder && stat(folder, &status) == 0);
	check(S_ISDIR(status.st_mode) && (status.st_mode & 0777) == 0700);
	check(rmdir(folder) == 0);
	check_error(mkstemp(bad), EINVAL);
	check(!mkdtemp(bad) && errno == EINVAL);
	check_error(mkstemp(nowhere), ENOENT);
	for (int i = 0; i < 1000; i++) {
		char name[] = "/tmp/zvm-many-XXXXXX";

		fd = mkstemp(name);
		check(fd >= 0 && close(fd) == 0 && unlink(name) == 0);
	}
	return 0;
}
