/* SPDX-License-Identifier: Apache-2.0
 *
 * Large offsets and descriptors: files with holes of gigabytes, positions that
 * overflow, reads and writes by position, directories that change while they
 * are read, descriptors that are renumbered.
 *
 * FLAGS: -Wno-stringop-overflow
 * NATIVE
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include "test.h"

#define GIB ((off_t)1 << 30)

static void holes_of_gigabytes(void)
{
	int fd = open("sparse", O_RDWR | O_CREAT | O_TRUNC, 0600);
	struct stat status;
	char text[16];
	char *mapped;

	check(ftruncate(fd, 4 * GIB) == 0);
	check(pwrite(fd, "first", 5, 0) == 5);
	check(pwrite(fd, "middle", 6, 2 * GIB - 3) == 6); /* across 2 GiB */
	check(pwrite(fd, "last", 4, 4 * GIB + 12345) == 4);
	check(fstat(fd, &status) == 0 && status.st_size == 4 * GIB + 12349);
	check(status.st_blocks > 0 && status.st_blocks < 256);
	check(lseek(fd, 1 * GIB, SEEK_DATA) / 4096 == (2 * GIB - 3) / 4096);
	check(lseek(fd, 2 * GIB + 5, SEEK_HOLE) == 2 * GIB + 4096);
	check(lseek(fd, 3 * GIB, SEEK_DATA) / 4096 == (4 * GIB + 12345) / 4096);
	check(lseek(fd, 4 * GIB + 12345, SEEK_HOLE) == 4 * GIB + 12349);
	check_error(lseek(fd, 4 * GIB + 12349, SEEK_DATA), ENXIO);
	check(pread(fd, text, 16, 4 * GIB + 12340) == 9 &&
	      memcmp(text, "\0\0\0\0\0last", 9) == 0);
	check(lseek(fd, -4, SEEK_END) == 4 * GIB + 12345);
	check(read(fd, text, 16) == 4 && read(fd, text, 16) == 0);
	mapped = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, fd, 2 * GIB - 4096);
	check(mapped != MAP_FAILED && memcmp(mapped + 4093, "middle", 6) == 0);
	check(munmap(mapped, 8192) == 0);
	check(ftruncate(fd, 3) == 0 && ftruncate(fd, 4 * GIB) == 0);
	check(
	    pread(fd, text, 16, 0) == 16 && memcmp(text, "fir\0\0\0", 6) == 0);
	check(close(fd) == 0 && unlink("sparse") == 0);
}

static void positions(void)
{
	int fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600), pipes[2];
	int append = open("file", O_WRONLY | O_APPEND);
	struct iovec parts[2] = {{"ab", 2}, {"cd", 2}};
	static struct iovec many[IOV_MAX + 1];
	volatile int bad = -1;
	char text[16];

	check(write(fd, "0123456789", 10) == 10 && pipe(pipes) == 0);
	check_error(lseek(fd, -11, SEEK_CUR), EINVAL);
	check_error(lseek(fd, -1, SEEK_SET), EINVAL);
	check_error(lseek(fd, 0, 99), EINVAL);
	check(lseek(fd, 0, SEEK_CUR) == 10);
	check_error(lseek(pipes[0], 0, SEEK_CUR), ESPIPE);
	check_error(lseek(99, 0, SEEK_CUR), EBADF);
	check_error(pread(fd, text, 1, -1), EINVAL);
	check_error(pwrite(fd, text, 1, -1), EINVAL);
	check_error(preadv(fd, parts, 1, -1), EINVAL);
	check_error(pread(pipes[0], text, 1, 0), ESPIPE);
	check_error(pread(append, text, 1, 0), EBADF);
	check(pread(fd, text, 5, 100) == 0 && pread(fd, text, 0, 3) == 0);
	check_error(pwrite(fd, text, 1, INT64_MAX - 9), EFBIG);
	check(lseek(fd, 20, SEEK_SET) == 20 && read(fd, text, 1) == 0);
	check(pwritev(fd, parts, 2, 3) == 4 && lseek(fd, 0, SEEK_CUR) == 20);
	check(pread(fd, text, 10, 0) == 10 &&
	      memcmp(text, "012abcd789", 10) == 0);
	check(write(append, "end", 3) == 3 && lseek(append, 0, SEEK_CUR) == 13);
	check_error(ftruncate(fd, -1), EINVAL);
	check_error(ftruncate(fd, INT64_MAX), EFBIG);
	check_error(readv(fd, many, bad), EINVAL);
	check_error(readv(fd, many, IOV_MAX + 1), EINVAL);
	check(readv(fd, NULL, 0) == 0 && writev(fd, parts, 0) == 0);
	close(append);
	close(pipes[0]);
	close(pipes[1]);
	close(fd);
}

static void descriptors(void)
{
	int fd = open("file", O_RDONLY), high = 200;
	struct rlimit limit;

	check(dup2(fd, high) == high && fcntl(high, F_GETFD) == 0);
	check(lseek(fd, 5, SEEK_SET) == 5 && lseek(high, 0, SEEK_CUR) == 5);
	check(dup2(high, high) == high);
	check_error(dup3(high, high, 0), EINVAL);
	check(dup3(fd, high, O_CLOEXEC) == high &&
	      fcntl(high, F_GETFD) == FD_CLOEXEC);
	check_error(dup3(fd, high, O_APPEND), EINVAL);
	check_error(dup2(99, 5), EBADF);
	check_error(dup2(fd, -1), EBADF);
	check(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	check_error(dup2(fd, (int)limit.rlim_cur), EBADF);
	check_error(fcntl(fd, F_DUPFD, (int)limit.rlim_cur), EINVAL);
	check_error(fcntl(fd, F_DUPFD, -1), EINVAL);
	check(fcntl(fd, F_DUPFD_CLOEXEC, high) == high + 1 &&
	      fcntl(high + 1, F_GETFD) == FD_CLOEXEC);
	check(close(high) == 0 && close(high + 1) == 0);
	check_error(close(high), EBADF);
	check_error(read(high, &limit, 1), EBADF);
	close(fd);

	/* All there can be, and one more. */
	limit.rlim_cur = 64;
	check(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	while ((fd = dup(0)) >= 0)
		high = fd;
	check(errno == EMFILE && high == 63);
	check_error(open("file", O_RDONLY), EMFILE);
	check_error(pipe((int[2]){0}), EMFILE);
	for (fd = 3; fd <= high; fd++)
		close(fd);
}

/* Every name is seen once, whatever is removed or added meanwhile. */
static void directories(void)
{
	int seen[300] = {0}, count = 0;
	struct dirent *entry;
	bool dots = false;
	char name[32];
	long middle = 0;
	DIR *folder;

	check(mkdir("many", 0700) == 0 && chdir("many") == 0);
	for (int i = 0; i < 300; i++) {
		snprintf(name, sizeof(name), "%d", i);
		close(open(name, O_CREAT | O_WRONLY, 0600));
	}
	folder = opendir(".");
	check(folder);
	while ((errno = 0, entry = readdir(folder))) {
		if (entry->d_name[0] == '.') {
			dots = true;
			continue;
		}
		seen[atoi(entry->d_name)]++;
		if (++count == 100)
			middle = telldir(folder);
		if (count > 100)
			check(unlink(entry->d_name) == 0);
	}
	check(errno == 0 && dots && count == 300);
	for (int i = 0; i < 300; i++)
		check(seen[i] == 1);
	seekdir(folder, middle);
	while ((entry = readdir(folder)))
		check(entry->d_name[0] == '.'); /* all that followed is gone */
	rewinddir(folder);
	for (count = 0; (entry = readdir(folder));)
		if (entry->d_name[0] != '.') {
			check(unlink(entry->d_name) == 0);
			count++;
		}
	check(count == 100 && closedir(folder) == 0);
	check(chdir("..") == 0 && rmdir("many") == 0);

	/* A directory that is gone is empty, and nothing can be made in it. */
	check(mkdir("gone", 0700) == 0 && chdir("gone") == 0);
	folder = opendir(".");
	check(rmdir("../gone") == 0 && folder && !readdir(folder));
	check_error(open("new", O_CREAT | O_WRONLY, 0600), ENOENT);
	check_error(mkdir("new", 0700), ENOENT);
	errno = 0;
	check(!getcwd(name, sizeof(name)) && errno == ENOENT);
	check(chdir("..") == 0 && closedir(folder) == 0);
}

int main(void)
{
	check(chdir("/tmp") == 0);
	check(mkdir("zvm-file-offsets", 0700) == 0);
	check(chdir("zvm-file-offsets") == 0);
	holes_of_gigabytes();
	positions();
	descriptors();
	directories();
	check(unlink("file") == 0 && chdir("/") == 0);
	return rmdir("/tmp/zvm-file-offsets");
}
