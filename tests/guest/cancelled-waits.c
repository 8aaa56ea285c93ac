/* SPDX-License-Identifier: Apache-2.0
 *
 * A thread that is cancelled while it waits at a descriptor keeps nothing
 * open: once the descriptor is closed, the other end sees it.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "test.h"

static const struct sockaddr_un address = {
    .sun_family = AF_UNIX, .sun_path = "listener"};

static void *reads(void *argument)
{
	char byte;

	return (void *)(intptr_t)read(*(const int *)argument, &byte, 1);
}

static void *fills(void *argument)
{
	static const char page[4096];

	while (write(*(const int *)argument, page, sizeof(page)) > 0)
		;
	return NULL;
}

static void *accepts(void *argument)
{
	return (void *)(intptr_t)accept(*(const int *)argument, NULL, NULL);
}

static void *opens(void *argument)
{
	return (void *)(intptr_t)open("fifo", *(const int *)argument);
}

static void cancel_in(void *(*wait)(void *), int argument)
{
	pthread_t thread;
	void *result;

	check(pthread_create(&thread, NULL, wait, &argument) == 0);
	usleep(20000);
	check(pthread_cancel(thread) == 0);
	check(pthread_join(thread, &result) == 0);
	check(result == PTHREAD_CANCELED);
}

int main(void)
{
	int ends[2], fd, client;
	char byte;

	signal(SIGPIPE, SIG_IGN);
	check(pipe(ends) == 0);
	cancel_in(reads, ends[0]);
	check(close(ends[0]) == 0);
	check_error(write(ends[1], "x", 1), EPIPE);
	check(close(ends[1]) == 0);

	check(pipe(ends) == 0);
	cancel_in(fills, ends[1]);
	check(close(ends[1]) == 0);
	while (read(ends[0], &byte, 1) == 1)
		;
	check(read(ends[0], &byte, 1) == 0);
	check(close(ends[0]) == 0);

	check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	cancel_in(reads, ends[0]);
	check(close(ends[0]) == 0);
	check(read(ends[1], &byte, 1) == 0);
	check(close(ends[1]) == 0);

	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	check(bind(fd, (const void *)&address, sizeof(address)) == 0);
	check(listen(fd, 1) == 0);
	cancel_in(accepts, fd);
	check(close(fd) == 0);
	client = socket(AF_UNIX, SOCK_STREAM, 0);
	check_error(connect(client, (const void *)&address, sizeof(address)),
	    ECONNREFUSED);
	check(close(client) == 0 && unlink("listener") == 0);

	check(mkfifo("fifo", 0600) == 0);
	cancel_in(opens, O_RDONLY);
	check_error(open("fifo", O_WRONLY | O_NONBLOCK), ENXIO);
	cancel_in(opens, O_WRONLY);
	fd = open("fifo", O_RDONLY | O_NONBLOCK);
	check(read(fd, &byte, 1) == 0);
	check(close(fd) == 0 && unlink("fifo") == 0);
	return 0;
}
