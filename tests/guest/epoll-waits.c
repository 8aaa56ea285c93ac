/* SPDX-License-Identifier: Apache-2.0
 *
 * epoll: what is reported for pipes, sockets and other epolls, by level, by
 * edge and once; when a watch ends; errors.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include "test.h"

static int add(int epoll, int fd, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};

	return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static int change(int epoll, int fd, uint32_t events)
{
	struct epoll_event event = {.events = events, .data.fd = fd};

	return epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event);
}

/* The bits reported for one descriptor now; 0 when it is not. */
static uint32_t now(int epoll, int fd)
{
	struct epoll_event events[8];
	int count = epoll_wait(epoll, events, 8, 0);

	check(count >= 0);
	for (int i = 0; i < count; i++) {
		if (events[i].data.fd == fd)
			return events[i].events;
	}
	return 0;
}

static void put(int fd, const char *text)
{
	check(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
}

static void take(int fd, size_t size)
{
	char buffer[64];

	check(read(fd, buffer, size) == (ssize_t)size);
}

static void by_level(void)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC), fds[2];

	check(epoll >= 0 && fcntl(epoll, F_GETFD) == FD_CLOEXEC);
	check(pipe(fds) == 0);
	check(add(epoll, fds[0], EPOLLIN) == 0 &&
	      add(epoll, fds[1], EPOLLOUT) == 0);
	check(now(epoll, fds[0]) == 0 && now(epoll, fds[1]) == EPOLLOUT);
	put(fds[1], "ab");
	check(now(epoll, fds[0]) == EPOLLIN && now(epoll, fds[0]) == EPOLLIN);
	take(fds[0], 1);
	check(now(epoll, fds[0]) == EPOLLIN);
	take(fds[0], 1);
	check(now(epoll, fds[0]) == 0);
	check(change(epoll, fds[1], 0) == 0 && now(epoll, fds[1]) == 0);
	close(fds[1]); /* ends its watch */
	check(now(epoll, fds[1]) == 0 && now(epoll, fds[0]) == EPOLLHUP);
	check(epoll_ctl(epoll, EPOLL_CTL_DEL, fds[0], NULL) == 0);
	check(now(epoll, fds[0]) == 0);
	close(fds[0]);
	close(epoll);
}

static void by_edge(void)
{
	int epoll = epoll_create(1), fds[2];

	check(pipe2(fds, O_NONBLOCK) == 0);
	check(add(epoll, fds[0], EPOLLIN | EPOLLET) == 0);
	put(fds[1], "abc");
	check(now(epoll, fds[0]) == EPOLLIN);
	take(fds[0], 1);
	check(now(epoll, fds[0]) == 0); /* nothing new */
	put(fds[1], "d");
	check(now(epoll, fds[0]) == EPOLLIN);
	take(fds[0], 3);
	put(fds[1], "e"); /* between two waits */
	check(now(epoll, fds[0]) == EPOLLIN && now(epoll, fds[0]) == 0);
	check(change(epoll, fds[0], EPOLLIN | EPOLLET) == 0);
	check(now(epoll, fds[0]) == EPOLLIN); /* ready when it was set */
	close(fds[1]);
	check(now(epoll, fds[0]) == (EPOLLIN | EPOLLHUP));
	check(now(epoll, fds[0]) == 0);
	close(fds[0]);
	close(epoll);
}

static void once(void)
{
	int epoll = epoll_create1(0), fd = eventfd(1, 0);

	check(add(epoll, fd, EPOLLIN | EPOLLONESHOT) == 0);
	check(now(epoll, fd) == EPOLLIN && now(epoll, fd) == 0);
	check(eventfd_write(fd, 1) == 0 && now(epoll, fd) == 0);
	check(change(epoll, fd, EPOLLIN | EPOLLONESHOT) == 0);
	check(now(epoll, fd) == EPOLLIN && now(epoll, fd) == 0);
	close(fd);
	close(epoll);
}

static void of_sockets(void)
{
	int epoll = epoll_create1(0), ends[2];

	check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	check(add(epoll, ends[0], EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET) ==
	      0);
	check(now(epoll, ends[0]) == EPOLLOUT && now(epoll, ends[0]) == 0);
	put(ends[1], "x");
	check(now(epoll, ends[0]) == (EPOLLIN | EPOLLOUT));
	check(shutdown(ends[1], SHUT_WR) == 0);
	check(now(epoll, ends[0]) == (EPOLLIN | EPOLLOUT | EPOLLRDHUP));
	close(ends[1]);
	check(now(epoll, ends[0]) ==
	      (EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLHUP));
	close(ends[0]);
	close(epoll);
}

/* Eight are ready, two are asked for: each has its turn. */
static void is_fair(void)
{
	int epoll = epoll_create1(0), fds[8], seen[8] = {0};
	struct epoll_event events[2];

	for (int i = 0; i < 8; i++) {
		struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};

		fds[i] = eventfd(1, 0);
		check(!epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event));
	}
	for (int round = 0; round < 8; round++) {
		check(epoll_wait(epoll, events, 2, 0) == 2);
		seen[events[0].data.u32]++;
		seen[events[1].data.u32]++;
	}
	for (int i = 0; i < 8; i++) {
		check(seen[i] == 2);
		close(fds[i]);
	}
	close(epoll);
}

static void nested(void)
{
	int inner = epoll_create1(0), outer = epoll_create1(0);
	int fd = eventfd(0, 0), chain[6];
	struct pollfd one = {outer, POLLIN, 0};

	check(add(inner, fd, EPOLLIN) == 0 &&
	      add(outer, inner, EPOLLIN | EPOLLET) == 0);
	check(now(outer, inner) == 0 && poll(&one, 1, 0) == 0);
	check(eventfd_write(fd, 1) == 0);
	check(poll(&one, 1, 0) == 1 && one.revents == POLLIN);
	check(now(outer, inner) == EPOLLIN && now(outer, inner) == 0);
	check(now(inner, fd) == EPOLLIN);
	check_error(add(inner, outer, EPOLLIN), ELOOP);
	close(outer);
	close(inner);
	close(fd);

	for (int i = 0; i < 6; i++)
		chain[i] = epoll_create1(0);
	for (int i = 1; i < 5; i++)
		check(add(chain[i], chain[i - 1], EPOLLIN) == 0);
	check_error(add(chain[5], chain[4], EPOLLIN), ELOOP);
	for (int i = 0; i < 6; i++)
		close(chain[i]);
}

/* A watch belongs to a descriptor and its open file together. */
static void duplicates(void)
{
	int epoll = epoll_create1(0), fd = eventfd(1, 0), other = dup(fd);

	check(add(epoll, fd, EPOLLIN) == 0 && add(epoll, other, EPOLLIN) == 0);
	close(fd);
	check(now(epoll, fd) == EPOLLIN); /* the file is open yet */
	check_error(epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL), EBADF);
	close(other);
	check(now(epoll, fd) == 0 && now(epoll, other) == 0);
	close(epoll);
}

static void *put_later(void *fd)
{
	usleep(1000);
	check(eventfd_write(*(int *)fd, 1) == 0);
	return NULL;
}

static void nothing(int number)
{
	(void)number;
}

static void waits(void)
{
	int epoll = epoll_create1(0), fd = eventfd(0, 0);
	struct timespec little = {0, 1000000};
	struct epoll_event event;
	sigset_t mask, open;
	pthread_t thread;

	check(add(epoll, fd, EPOLLIN) == 0);
	check(epoll_wait(epoll, &event, 1, 5) == 0);
	check(epoll_pwait2(epoll, &event, 1, &little, NULL) == 0);
	check(!pthread_create(&thread, NULL, put_later, &fd));
	check(epoll_wait(epoll, &event, 1, -1) == 1 && event.data.fd == fd);
	check(!pthread_join(thread, NULL));
	check(eventfd_read(fd, &(eventfd_t){0}) == 0);

	signal(SIGUSR1, nothing);
	sigemptyset(&mask);
	sigemptyset(&open);
	sigaddset(&mask, SIGUSR1);
	check(sigprocmask(SIG_BLOCK, &mask, NULL) == 0 && !raise(SIGUSR1));
	check_error(epoll_pwait(epoll, &event, 1, 1000, &open), EINTR);
	close(fd);
	close(epoll);
}

static void errors(void)
{
	int epoll = epoll_create1(0), fd = eventfd(0, 0);
	int file = open(".", O_RDONLY | O_DIRECTORY);
	struct epoll_event event = {.events = EPOLLIN};

	check_error(epoll_create(0), EINVAL);
	check_error(epoll_create1(1), EINVAL);
	check_error(add(epoll, file, EPOLLIN), EPERM);
	check_error(add(epoll, epoll, EPOLLIN), EINVAL);
	check_error(add(fd, epoll, EPOLLIN), EINVAL);
	check_error(add(epoll, 999, EPOLLIN), EBADF);
	check_error(add(999, fd, EPOLLIN), EBADF);
	check_error(epoll_ctl(epoll, 9, fd, &event), EINVAL);
	check_error(change(epoll, fd, EPOLLIN), ENOENT);
	check_error(epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL), ENOENT);
	check(add(epoll, fd, EPOLLIN) == 0);
	check_error(add(epoll, fd, EPOLLIN), EEXIST);
	check_error(change(epoll, fd, EPOLLIN | EPOLLEXCLUSIVE), EINVAL);
	check_error(epoll_wait(epoll, &event, 0, 0), EINVAL);
	check_error(epoll_wait(fd, &event, 1, 0), EINVAL);
	check_error(epoll_wait(999, &event, 1, 0), EBADF);
	check_error(read(epoll, &event, sizeof(event)), EINVAL);
	close(file);
	close(fd);
	close(epoll);
}

int main(void)
{
	by_level();
	by_edge();
	once();
	of_sockets();
	is_fair();
	nested();
	duplicates();
	waits();
	errors();
	return 0;
}
