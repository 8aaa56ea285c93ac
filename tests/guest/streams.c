/* SPDX-License-Identifier: Apache-2.0
 *
 * Pipes, FIFOs, socket pairs, poll and select: what one thread can see.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>
#include "test.h"

#define FIFO "/tmp/zvm-streams-fifo"

static int signals;

static void count(int number)
{
	signals += number == SIGPIPE;
}

static short ready(int fd, short events)
{
	struct pollfd one = {fd, events, 0};

	check(poll(&one, 1, 0) >= 0);
	return one.revents;
}

static void pipes(void)
{
	static char bytes[70000];
	struct iovec parts[2] = {{bytes, 3}, {bytes + 3, 4}};
	struct stat status;
	int ends[2], left;

	check(pipe(ends) == 0 && fcntl(ends[0], F_GETFD) == 0);
	check(fstat(ends[0], &status) == 0 && S_ISFIFO(status.st_mode));
	check_error(lseek(ends[0], 0, SEEK_CUR), ESPIPE);
	check_error(pread(ends[0], bytes, 1, 0), ESPIPE);
	check_error(write(ends[0], "x", 1), EBADF);
	check_error(read(ends[1], bytes, 1), EBADF);
	check((ready(ends[0], POLLIN) & POLLIN) == 0);
	check(ready(ends[1], POLLOUT) == POLLOUT);
	check(write(ends[1], "hello", 5) == 5 &&
	      ready(ends[0], POLLIN) == POLLIN);
	check(ioctl(ends[0], FIONREAD, &left) == 0 && left == 5);
	check(read(ends[0], bytes, 2) == 2 && read(ends[0], bytes, 99) == 3);
	memcpy(bytes, "abcdefg", 7);
	check(writev(ends[1], parts, 2) == 7);
	memset(bytes, 0, 7);
	check(
	    readv(ends[0], parts, 2) == 7 && memcmp(bytes, "abcdefg", 7) == 0);

	check(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
	check(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
	check_error(read(ends[0], bytes, 1), EAGAIN);
	check(read(ends[0], bytes, 0) == 0);
	check(write(ends[1], bytes, sizeof(bytes)) == 65536);
	check_error(write(ends[1], "x", 1), EAGAIN);
	check(ready(ends[1], POLLOUT) == 0);
	check(read(ends[0], bytes, 100) == 100);
	/* Not torn: no room for all of it is no room. */
	check_error(write(ends[1], bytes, PIPE_BUF), EAGAIN);
	check(read(ends[0], bytes, sizeof(bytes)) == 65436);
	check(write(ends[1], "end", 3) == 3 && close(ends[1]) == 0);
	check(ready(ends[0], POLLIN) == (POLLIN | POLLHUP));
	check(read(ends[0], bytes, 10) == 3 && read(ends[0], bytes, 10) == 0);
	check(ready(ends[0], POLLIN) == POLLHUP && close(ends[0]) == 0);

	check(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
	check(fcntl(ends[1], F_GETFD) == FD_CLOEXEC);
	check(fcntl(ends[1], F_GETFL) == (O_WRONLY | O_NONBLOCK));
	check(close(ends[0]) == 0 && (ready(ends[1], POLLOUT) & POLLERR));
	check(signal(SIGPIPE, count) != SIG_ERR);
	check_error(write(ends[1], "x", 1), EPIPE);
	check(signals == 1 && close(ends[1]) == 0);
	check_error(pipe2(ends, 0x40000000), EINVAL);
}

static void fifos(void)
{
	char bytes[10];
	int in, out;

	check(mkfifo(FIFO, 0600) == 0);
	check_error(mkfifo(FIFO, 0600), EEXIST);
	check_error(open(FIFO, O_WRONLY | O_NONBLOCK), ENXIO);
	in = open(FIFO, O_RDONLY | O_NONBLOCK);
	check(in >= 0 && read(in, bytes, 1) == 0);
	out = open(FIFO, O_WRONLY | O_NONBLOCK);
	check(out >= 0);
	check_error(read(in, bytes, 1), EAGAIN);
	check(write(out, "abc", 3) == 3 && read(in, bytes, 10) == 3);
	check(close(out) == 0 && read(in, bytes, 1) == 0 && close(in) == 0);
	in = open(FIFO, O_RDWR);
	check(write(in, "x", 1) == 1 && read(in, bytes, 1) == 1);
	check(close(in) == 0 && unlink(FIFO) == 0);
}

static void sockets(void)
{
	struct sockaddr_storage name;
	socklen_t size = sizeof(name);
	char bytes[100];
	int ends[2], type;

	check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	check(send(ends[0], "abc", 3, 0) == 3 && write(ends[0], "def", 3) == 3);
	check(recv(ends[1], bytes, 2, MSG_PEEK) == 2 && bytes[1] == 'b');
	check(recv(ends[1], bytes, 6, MSG_WAITALL) == 6);
	check(memcmp(bytes, "abcdef", 6) == 0);
	check_error(recv(ends[1], bytes, 1, MSG_DONTWAIT), EAGAIN);
	check(write(ends[1], "back", 4) == 4 && read(ends[0], bytes, 9) == 4);
	check(getsockname(ends[0], (struct sockaddr *)&name, &size) == 0);
	check(name.ss_family == AF_UNIX);
	size = sizeof(type);
	check(getsockopt(ends[0], SOL_SOCKET, SO_TYPE, &type, &size) == 0);
	check(type == SOCK_STREAM);
	check(shutdown(ends[0], SHUT_WR) == 0 && read(ends[1], bytes, 1) == 0);
	check_error(send(ends[0], "x", 1, MSG_NOSIGNAL), EPIPE);
	check(write(ends[1], "still", 5) == 5 && read(ends[0], bytes, 9) == 5);
	check(close(ends[1]) == 0 && read(ends[0], bytes, 1) == 0);
	check(ready(ends[0], POLLIN) & POLLHUP);
	check(close(ends[0]) == 0);

	check(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, ends) == 0);
	check(send(ends[0], "one", 3, 0) == 3 &&
	      send(ends[0], "two!", 4, 0) == 4);
	check(
	    recv(ends[1], bytes, 2, 0) == 2 && recv(ends[1], bytes, 9, 0) == 4);
	check_error(recv(ends[1], bytes, 9, 0), EAGAIN);
	check(close(ends[0]) == 0);
	check_error(send(ends[1], "x", 1, 0), ECONNREFUSED);
	check(close(ends[1]) == 0);
	check_error(socketpair(AF_INET, SOCK_STREAM, 0, ends),
	    errno == EAFNOSUPPORT ? EAFNOSUPPORT : EOPNOTSUPP);
	check_error(send(0, "x", 1, 0), ENOTSOCK);
	check_error(send(999, "x", 1, 0), EBADF);
}

static void waiting(void)
{
	struct timeval brief = {0, 1000};
	struct timespec none = {0, 0};
	struct pollfd three[3];
	fd_set read_set, write_set;
	int ends[2], file;

	check(pipe(ends) == 0);
	file = open("/dev/null", O_RDWR);
	three[0] = (struct pollfd){ends[0], POLLIN, 0};
	three[1] = (struct pollfd){-1, POLLIN, 77};
	three[2] = (struct pollfd){999, POLLIN, 0};
	check(poll(three, 3, -1) == 1 && three[2].revents == POLLNVAL);
	check(three[0].revents == 0 && three[1].revents == 0);
	check(poll(three, 1, 1) == 0 && poll(NULL, 0, 1) == 0);
	check(ppoll(three, 1, &none, NULL) == 0);

	FD_ZERO(&read_set);
	FD_ZERO(&write_set);
	FD_SET(ends[0], &read_set);
	FD_SET(ends[1], &write_set);
	FD_SET(file, &read_set);
	check(select(file + 1, &read_set, &write_set, NULL, NULL) == 2);
	check(FD_ISSET(file, &read_set) && !FD_ISSET(ends[0], &read_set));
	check(FD_ISSET(ends[1], &write_set));
	FD_ZERO(&read_set);
	FD_SET(ends[0], &read_set);
	check(select(ends[0] + 1, &read_set, NULL, NULL, &brief) == 0);
	check(!FD_ISSET(ends[0], &read_set));
	check(write(ends[1], "x", 1) == 1);
	FD_SET(ends[0], &read_set);
	check(pselect(ends[0] + 1, &read_set, NULL, NULL, &none, NULL) == 1);
	check(close(ends[0]) == 0 && close(ends[1]) == 0 && close(file) == 0);
	FD_SET(ends[0], &read_set);
	check_error(select(ends[0] + 1, &read_set, NULL, NULL, NULL), EBADF);
	check_error(select(-1, NULL, NULL, NULL, NULL), EINVAL);
}

int main(void)
{
	unlink(FIFO);
	pipes();
	fifos();
	sockets();
	waiting();
	return 0;
}
