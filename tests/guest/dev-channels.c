/* SPDX-License-Identifier: Apache-2.0
 *
 * The devices and the standard streams as files. Run with "in\n" on standard
 * input; standard output stays empty.
 *
 * STDIN: dev-channels.in
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"

int main(void)
{
	unsigned char a[64], b[64];
	struct stat status;
	struct dirent *entry;
	int fd, found = 0;
	DIR *dir;

	fd = open("/dev/zero", O_RDWR);
	memset(a, 1, sizeof(a));
	check(fd == 3 && read(fd, a, sizeof(a)) == sizeof(a));
	for (size_t i = 0; i < sizeof(a); i++)
		check(a[i] == 0);
	check(write(fd, a, 5) == 5 && close(fd) == 0);
	fd = open("/dev/null", O_RDWR);
	check(read(fd, a, 1) == 0 && write(fd, a, 7) == 7);
	check(fstat(fd, &status) == 0 && S_ISCHR(status.st_mode));
	check(isatty(fd) == 0 && errno == ENOTTY);
	close(fd);
	fd = open("/dev/full", O_WRONLY);
	check_error(write(fd, "x", 1), ENOSPC);
	close(fd);
	fd = open("/dev/urandom", O_RDONLY);
	check(read(fd, a, sizeof(a)) == sizeof(a));
	check(getentropy(b, sizeof(b)) == 0 && memcmp(a, b, sizeof(a)));
	check(getrandom(a, sizeof(a), 0) == sizeof(a));
	check(memcmp(a, b, sizeof(a)));
	check_error(getentropy(b, 257), EIO);
	close(fd);

	check_error(lseek(0, 0, SEEK_CUR), ESPIPE);
	check_error(lseek(1, 0, SEEK_SET), ESPIPE);
	check_error(pread(0, a, 1, 0), ESPIPE);
	check_error(write(0, "x", 1), EBADF);
	check_error(read(1, a, 1), EBADF);
	check_error(open("/dev/stdin", O_WRONLY), EACCES);
	check_error(open("/dev/stdout", O_RDONLY), EACCES);
	check(isatty(0) == 0 && errno == ENOTTY);
	check(isatty(99) == 0 && errno == EBADF);
	check(fstat(1, &status) == 0 && !S_ISDIR(status.st_mode));
	check_error(mkdir("/dev/null/x", 0700), ENOTDIR);

	fd = open("/dev/stdin", O_RDONLY);
	check(fd >= 0 && read(fd, a, 3) == 3 && !memcmp(a, "in\n", 3));
	check(read(fd, a, 1) == 0);
	check(fgetc(stdin) == EOF);

	dir = opendir("/dev");
	while ((entry = readdir(dir))) {
		static const char *const names[] = {"stdin", "stdout", "stderr",
		    "null", "zero", "full", "random", "urandom"};

		for (int i = 0; i < 8; i++)
			found += !strcmp(entry->d_name, names[i]);
	}
	check(found == 8 && closedir(dir) == 0);
	check(stat("/tmp", &status) == 0 && S_ISDIR(status.st_mode));
	return 0;
}
