/* SPDX-License-Identifier: Apache-2.0
 *
 * A call that succeeds leaves errno alone, as Linux's calls do: programs set it
 * to 0 and look at it afterwards, whatever the call returned.
 */
#define _GNU_SOURCE
#include "test.h"

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <glob.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <regex.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#define keeps(condition)                                                       \
	do {                                                                   \
		errno = 0;                                                     \
		check(condition);                                              \
		check(errno == 0);                                             \
	} while (0)

static char folder[] = "/tmp/errno-kept-XXXXXX";

static void check_files(void)
{
	struct iovec part = {.iov_base = (char[4]){0}, .iov_len = 4};
	struct stat status;
	struct statvfs space;
	char bytes[8];
	int fd;
	int other;

	keeps(mkdtemp(folder) != NULL);
	keeps(chdir(folder) == 0);
	keeps((fd = open("file", O_RDWR | O_CREAT, 0600)) >= 0);
	keeps(write(fd, "content", 7) == 7);
	keeps(lseek(fd, 0, SEEK_SET) == 0);
	keeps(read(fd, bytes, 8) == 7);
	keeps(read(fd, bytes, 8) == 0);
	keeps(pread(fd, bytes, 2, 1) == 2);
	keeps(pwrite(fd, bytes, 2, 100) == 2);
	keeps(readv(fd, &part, 1) == 4);
	keeps(ftruncate(fd, 5) == 0);
	keeps(fsync(fd) == 0);
	keeps(fchmod(fd, 0644) == 0);
	keeps(futimens(fd, NULL) == 0);
	keeps(fstat(fd, &status) == 0);
	keeps((other = dup(fd)) >= 0);
	keeps(fcntl(other, F_SETFD, FD_CLOEXEC) == 0);
	keeps(fcntl(other, F_GETFL) >= 0);
	keeps(dup2(fd, other) == other);
	keeps(close(other) == 0);
	keeps(close(fd) == 0);
	keeps((fd = open("file", O_RDONLY)) >= 0);
	keeps(close(fd) == 0);
	keeps((fd = open("file", O_WRONLY | O_CREAT | O_TRUNC, 0600)) >= 0);
	keeps(close(fd) == 0);
	keeps((fd = open(".", O_TMPFILE | O_RDWR, 0600)) >= 0);
	keeps(close(fd) == 0);
	keeps((fd = open("file", O_PATH)) >= 0);
	keeps(close(fd) == 0);
	keeps(stat("file", &status) == 0);
	keeps(access("file", R_OK) == 0);
	keeps(truncate("file", 3) == 0);
	keeps(statvfs("file", &space) == 0);
}

static void check_names(void)
{
	char path[4096];
	struct stat status;
	struct dirent *entry;
	glob_t found;
	DIR *directory;

	keeps(symlink("file", "link") == 0);
	keeps(lstat("link", &status) == 0);
	keeps(readlink("link", path, sizeof(path)) == 4);
	keeps(link("file", "second") == 0);
	keeps(rename("second", "third") == 0);
	keeps(chmod("third", 0600) == 0);
	keeps(mkdir("sub", 0700) == 0);
	keeps(mkfifo("fifo", 0600) == 0);
	keeps(getcwd(path, sizeof(path)) == path);
	keeps((directory = opendir(".")) != NULL);
	for (;;) {
		errno = 0;
		entry = readdir(directory);
		check(errno == 0);
		if (!entry)
			break;
	}
	keeps(closedir(directory) == 0);
	keeps(glob("*", 0, NULL, &found) == 0);
	globfree(&found);
	keeps(fnmatch("f*", "file", 0) == 0);
	keeps(unlink("link") == 0);
	keeps(remove("fifo") == 0);
	keeps(rmdir("sub") == 0);
	keeps(unlink("third") == 0);
}

static void check_stdio(void)
{
	char line[16];
	FILE *file;
	int number;

	keeps((file = fopen("file", "w+")) != NULL);
	keeps(fprintf(file, "%d %s\n", 5, "five") == 7);
	keeps(fflush(file) == 0);
	keeps(fseek(file, 0, SEEK_SET) == 0);
	keeps(fscanf(file, "%d", &number) == 1);
	keeps(fgets(line, sizeof(line), file) == line);
	keeps(fgetc(file) == EOF);
	keeps(feof(file) != 0);
	keeps(ftell(file) == 7);
	keeps(fclose(file) == 0);
	keeps((file = fopen("file", "r")) != NULL);
	keeps((file = freopen("file", "a", file)) != NULL);
	keeps(fclose(file) == 0);
	keeps(unlink("file") == 0);
	keeps(chdir("/") == 0);
	keeps(rmdir(folder) == 0);
}

static void *nothing(void *argument)
{
	return argument;
}

static void check_others(void)
{
	struct pollfd none = {.fd = -1};
	struct timespec moment = {.tv_nsec = 1};
	struct sigaction action;
	struct rlimit limit;
	time_t second = 5;
	pthread_t thread;
	regex_t pattern;
	wchar_t wide[8];
	int ends[2];
	void *block;

	keeps(pipe(ends) == 0);
	keeps(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
	keeps(write(ends[1], "x", 1) == 1);
	keeps(close(ends[0]) == 0 && close(ends[1]) == 0);
	keeps(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	keeps(send(ends[0], "x", 1, 0) == 1);
	keeps(close(ends[0]) == 0 && close(ends[1]) == 0);
	keeps(poll(&none, 1, 0) == 0);
	keeps((block = malloc(1 << 20)) != NULL);
	keeps((block = realloc(block, 1 << 22)) != NULL);
	free(block);
	keeps((block = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED);
	keeps(mprotect(block, 1 << 16, PROT_READ) == 0);
	keeps(munmap(block, 1 << 16) == 0);
	keeps(clock_gettime(CLOCK_REALTIME, &moment) == 0);
	moment = (struct timespec){.tv_nsec = 1};
	keeps(nanosleep(&moment, NULL) == 0);
	keeps(localtime(&second) != NULL);
	keeps(sigaction(SIGUSR1, NULL, &action) == 0);
	keeps(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	keeps(sysconf(_SC_OPEN_MAX) > 0);
	keeps(setlocale(LC_ALL, "C") != NULL);
	keeps(mbstowcs(wide, "wide", 8) == 4);
	keeps(regcomp(&pattern, "a(b|c)*d", REG_EXTENDED) == 0);
	keeps(regexec(&pattern, "abcbcd", 0, NULL, 0) == 0);
	regfree(&pattern);
	keeps(strtol("77", NULL, 0) == 77);
	keeps(strtod("0.5", NULL) == 0.5);
	keeps(pthread_create(&thread, NULL, nothing, NULL) == 0);
	keeps(pthread_join(thread, NULL) == 0);
	keeps(getpwuid(0) != NULL);
}

int main(void)
{
	check_files();
	check_names();
	check_stdio();
	check_others();
	return 0;
}
