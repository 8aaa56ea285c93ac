/* SPDX-License-Identifier: Apache-2.0
 *
 * O_NOATIME: reading leaves the time of access; only the owner may ask for it.
 */
#define _GNU_SOURCE
#include "test.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/no-atime-XXXXXX";

/* The seconds of the time of access, after a read that began with 1000. */
static long after_read(int flags)
{
	const struct timespec times[2] = {
	    {.tv_sec = 1000}, {.tv_nsec = UTIME_OMIT}};
	struct stat status;
	char byte;
	int fd = open("file", O_RDONLY | flags);

	check(fd >= 0);
	check(futimens(fd, times) == 0);
	check(read(fd, &byte, 1) == 1);
	check(fstat(fd, &status) == 0);
	check(close(fd) == 0);
	return status.st_atim.tv_sec;
}

static long after_readdir(int flags)
{
	const struct timespec times[2] = {
	    {.tv_sec = 1000}, {.tv_nsec = UTIME_OMIT}};
	struct stat status;
	int fd = open(".", O_RDONLY | O_DIRECTORY | flags);
	DIR *directory = fdopendir(fd);

	check(directory != NULL);
	check(futimens(fd, times) == 0);
	while (readdir(directory))
		;
	check(fstat(fd, &status) == 0);
	check(closedir(directory) == 0);
	return status.st_atim.tv_sec;
}

static void check_owner(void)
{
	int fd;

	if (geteuid() != 0)
		return;
	check(chmod(folder, 0755) == 0);
	check(seteuid(1000) == 0);
	check_error(open("file", O_RDONLY | O_NOATIME), EPERM);
	check((fd = open("file", O_RDONLY)) >= 0);
	check_error(fcntl(fd, F_SETFL, O_NOATIME), EPERM);
	check(close(fd) == 0);
	check(seteuid(0) == 0);
	check((fd = open("file", O_RDONLY)) >= 0);
	check(fcntl(fd, F_SETFL, O_NOATIME) == 0);
	check(fcntl(fd, F_GETFL) & O_NOATIME);
	check(close(fd) == 0);
}

int main(void)
{
	int fd;

	check(mkdtemp(folder) && chdir(folder) == 0);
	check((fd = open("file", O_WRONLY | O_CREAT, 0644)) >= 0);
	check(write(fd, "content", 7) == 7);
	check(close(fd) == 0);
	check(after_read(0) != 1000);
	check(after_read(O_NOATIME) == 1000);
	check(after_readdir(0) != 1000);
	check(after_readdir(O_NOATIME) == 1000);
	check_owner();
	check(unlink("file") == 0 && chdir("/") == 0 && rmdir(folder) == 0);
	return 0;
}
