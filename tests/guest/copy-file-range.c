/* SPDX-License-Identifier: Apache-2.0
 *
 * copy_file_range, close_range, syncfs, gettid, pthread_atfork.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>
#include "test.h"

static int made(const char *name, const char *text, int flags)
{
	int fd = open(name, O_RDWR | O_CREAT | O_TRUNC | flags, 0600);

	check(fd >= 0 && write(fd, text, strlen(text)) == (int)strlen(text));
	return fd;
}

static void is_copied(void)
{
	int in = made("in", "0123456789", 0), out = made("out", "", 0);
	off_t from = 2, to = 4;
	char text[32];

	check(copy_file_range(in, &from, out, &to, 3, 0) == 3);
	check(from == 5 && to == 7 && lseek(in, 0, SEEK_CUR) == 10);
	check(pread(out, text, 32, 0) == 7 &&
	      memcmp(text, "\0\0\0\000234", 7) == 0);
	/* Up to the end of the file, by its position. */
	check(lseek(in, 8, SEEK_SET) == 8);
	check(copy_file_range(in, NULL, out, NULL, 100, 0) == 2);
	check(lseek(in, 0, SEEK_CUR) == 10 && lseek(out, 0, SEEK_CUR) == 2);
	check(copy_file_range(in, NULL, out, NULL, 100, 0) == 0);
	/* Within one file, where it does not overlap. */
	from = 0;
	to = 10;
	check(copy_file_range(in, &from, in, &to, 10, 0) == 10);
	check(pread(in, text, 32, 0) == 20 &&
	      memcmp(text + 10, "0123456789", 10) == 0);
	from = 0;
	to = 5;
	check_error(copy_file_range(in, &from, in, &to, 10, 0), EINVAL);
	/* What is there to copy decides, not what was asked for. */
	from = 17;
	to = 0;
	check(copy_file_range(in, &from, in, &to, 100, 0) == 3 && to == 3);
	from = to = 30;
	check(copy_file_range(in, &from, in, &to, 100, 0) == 0);
	close(in);
	close(out);
}

static void is_refused(void)
{
	int in = made("in", "0123456789", 0), out = made("out", "", 0);
	int append = made("append", "", O_APPEND);
	int reading = open("in", O_RDONLY), writing = open("in", O_WRONLY);
	int folder = open(".", O_RDONLY), pipes[2];
	off_t before = -1, way_before = -5;

	check(pipe(pipes) == 0 && lseek(in, 0, SEEK_SET) == 0);
	check_error(copy_file_range(in, NULL, out, NULL, 1, 1), EINVAL);
	check_error(copy_file_range(-1, NULL, out, NULL, 1, 0), EBADF);
	check_error(copy_file_range(in, NULL, -1, NULL, 1, 0), EBADF);
	check_error(copy_file_range(in, NULL, reading, NULL, 1, 0), EBADF);
	check_error(copy_file_range(writing, NULL, out, NULL, 1, 0), EBADF);
	check_error(copy_file_range(in, NULL, append, NULL, 1, 0), EBADF);
	check_error(copy_file_range(in, NULL, folder, NULL, 1, 0), EISDIR);
	check_error(copy_file_range(pipes[0], NULL, out, NULL, 1, 0), EINVAL);
	check_error(copy_file_range(in, &before, out, NULL, 1, 0), EOVERFLOW);
	check_error(copy_file_range(in, &way_before, out, NULL, 1, 0), EINVAL);
	check(syncfs(in) == 0);
	check_error(syncfs(-1), EBADF);
	check(close_range((unsigned)in, ~0u, 0) == 0);
}

static void are_closed(void)
{
	int first = dup2(0, 20);

	check(first == 20 && dup2(0, 21) == 21 && dup2(0, 30) == 30);
	check(close_range(20, 25, CLOSE_RANGE_CLOEXEC) == 0);
	check(fcntl(20, F_GETFD) == FD_CLOEXEC && fcntl(30, F_GETFD) == 0);
	check(close_range(20, 29, 0) == 0);
	check_error(fcntl(21, F_GETFD), EBADF);
	check(fcntl(30, F_GETFD) == 0 && close_range(30, ~0u, 0) == 0);
	check_error(fcntl(30, F_GETFD), EBADF);
	check_error(close_range(5, 4, 0), EINVAL);
	check_error(close_range(5, 6, 1 << 20), EINVAL);
}

static void *number(void *result)
{
	*(pid_t *)result = gettid();
	return NULL;
}

int main(void)
{
	pthread_t thread;
	pid_t other = 0;

	is_copied();
	is_refused();
	are_closed();
	check(gettid() == getpid());
	check(!pthread_create(&thread, NULL, number, &other));
	check(!pthread_join(thread, NULL) && other > 0 && other != gettid());
	check(pthread_atfork(NULL, NULL, NULL) == 0);
	return 0;
}
