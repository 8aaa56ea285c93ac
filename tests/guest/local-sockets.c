/* SPDX-License-Identifier: Apache-2.0
 *
 * Sockets with addresses inside the process: paths and abstract names, streams
 * that are accepted, datagrams from several senders, what is refused.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include "test.h"

#define START offsetof(struct sockaddr_un, sun_path)

static struct sockaddr_un address;

static const struct sockaddr *at(const char *path)
{
	memset(&address, 0, sizeof(address));
	address.sun_family = AF_UNIX;
	strcpy(address.sun_path, path);
	return (const struct sockaddr *)&address;
}

static int bound(int type, const char *path)
{
	int fd = socket(AF_UNIX, type, 0);

	check(fd >= 0);
	check(bind(fd, at(path), sizeof(address)) == 0);
	return fd;
}

static int listening(int type, const char *path)
{
	int fd = bound(type, path);

	check(listen(fd, 4) == 0);
	return fd;
}

static int connected(int type, const char *path)
{
	int fd = socket(AF_UNIX, type, 0);

	check(fd >= 0);
	check(connect(fd, at(path), sizeof(address)) == 0);
	return fd;
}

static short events(int fd)
{
	struct pollfd one = {fd, POLLIN | POLLOUT | POLLRDHUP | POLLPRI, 0};

	check(poll(&one, 1, 0) >= 0);
	return one.revents;
}

static int option(int fd, int name)
{
	int value = -1;
	socklen_t size = sizeof(value);

	check(getsockopt(fd, SOL_SOCKET, name, &value, &size) == 0);
	check(size == sizeof(value));
	return value;
}

static void is_at(
    const struct sockaddr_un *name, socklen_t size, const char *path)
{
	check(name->sun_family == AF_UNIX);
	check(size == START + strlen(path) + 1);
	check(strcmp(name->sun_path, path) == 0);
}

static void expect(int fd, const char *text)
{
	char got[64];
	ssize_t size = recv(fd, got, sizeof(got), 0);

	check(size == (ssize_t)strlen(text));
	check(memcmp(got, text, (size_t)size) == 0);
}

static void a_connection(int type)
{
	struct sockaddr_un name = {0};
	socklen_t size = sizeof(name);
	struct stat status;
	char got[64];
	int listener = listening(type, "listener");
	int client, server;

	check(stat("listener", &status) == 0 && S_ISSOCK(status.st_mode));
	check((status.st_mode & 07777) == 0755 && status.st_nlink == 1);
	check(fstat(listener, &status) == 0 && S_ISSOCK(status.st_mode));
	check_error(open("listener", O_RDWR), ENXIO);
	check(option(listener, SO_ACCEPTCONN) == 1);
	check(option(listener, SO_TYPE) == type);
	check(option(listener, SO_DOMAIN) == AF_UNIX);
	check(events(listener) == 0);
	check(getsockname(listener, (void *)&name, &size) == 0);
	is_at(&name, size, "listener");

	client = connected(type, "./listener");
	check(events(listener) == POLLIN);
	check(send(client, "early", 5, 0) == 5);
	check(option(client, SO_ACCEPTCONN) == 0);
	memset(&name, 'x', sizeof(name));
	size = sizeof(name);
	server = accept(listener, (void *)&name, &size);
	check(server >= 0);
	check(size == START && name.sun_family == AF_UNIX);
	check(name.sun_path[0] == 'x');
	check(events(listener) == 0);

	size = sizeof(name);
	check(getpeername(client, (void *)&name, &size) == 0);
	is_at(&name, size, "listener");
	size = sizeof(name);
	check(getsockname(server, (void *)&name, &size) == 0);
	is_at(&name, size, "listener");
	size = 4;
	memset(&name, 'x', sizeof(name));
	check(getpeername(client, (void *)&name, &size) == 0);
	check(size == START + 9 && memcmp(name.sun_path, "lixxx", 5) == 0);

	expect(server, "early");
	check(write(server, "answer", 6) == 6);
	size = sizeof(name);
	check(recvfrom(client, got, sizeof(got), 0, (void *)&name, &size) == 6);
	is_at(&name, size, "listener");
	check_error(connect(client, at("listener"), sizeof(address)), EISCONN);
	if (type == SOCK_STREAM)
		check_error(
		    sendto(client, "x", 1, 0, at("listener"), sizeof(address)),
		    EISCONN);
	check_error(listen(client, 1), EINVAL);
	check_error(accept(client, NULL, NULL), EINVAL);

	check(shutdown(client, SHUT_WR) == 0);
	check(read(server, got, sizeof(got)) == 0);
	check(events(server) == (POLLIN | POLLOUT | POLLRDHUP));
	check_error(send(client, "x", 1, MSG_NOSIGNAL), EPIPE);
	check(send(server, "still", 5, 0) == 5);
	expect(client, "still");
	check(close(server) == 0);
	check(events(client) == (POLLIN | POLLOUT | POLLRDHUP | POLLHUP));
	check(read(client, got, sizeof(got)) == 0);
	size = sizeof(name);
	check(getpeername(client, (void *)&name, &size) == 0);
	is_at(&name, size, "listener");
	check(close(client) == 0);

	check(close(listener) == 0);
	check(stat("listener", &status) == 0);
	client = socket(AF_UNIX, type, 0);
	check_error(
	    connect(client, at("listener"), sizeof(address)), ECONNREFUSED);
	check(unlink("listener") == 0);
	check_error(connect(client, at("listener"), sizeof(address)), ENOENT);
	check(close(client) == 0);
}

static void the_name_is_a_node(void)
{
	int listener = listening(SOCK_STREAM, "first"), client, server;

	check(rename("first", "second") == 0);
	check(link("second", "third") == 0 && unlink("second") == 0);
	check(symlink("third", "fourth") == 0);
	client = connected(SOCK_STREAM, "fourth");
	server = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
	check(fcntl(server, F_GETFL) == (O_RDWR | O_NONBLOCK));
	check(fcntl(server, F_GETFD) == FD_CLOEXEC);
	check(unlink("third") == 0 && unlink("fourth") == 0);
	check(write(client, "by link", 7) == 7);
	expect(server, "by link");
	check(close(client) == 0 && close(server) == 0);
	/* The name can be had again while the first socket lives. */
	client = listening(SOCK_STREAM, "third");
	check(close(client) == 0 && close(listener) == 0);
	check(unlink("third") == 0);
}

static void a_full_queue(void)
{
	int listener = bound(SOCK_STREAM, "full"), clients[3];

	check(listen(listener, 1) == 0);
	for (int i = 0; i < 2; i++)
		clients[i] = connected(SOCK_STREAM, "full");
	clients[2] = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	check_error(connect(clients[2], at("full"), sizeof(address)), EAGAIN);
	check(close(accept(listener, NULL, NULL)) == 0);
	check(connect(clients[2], at("full"), sizeof(address)) == 0);
	/* Those whom nobody accepted are told so. */
	check(close(listener) == 0 && unlink("full") == 0);
	check(option(clients[1], SO_ERROR) == ECONNRESET);
	check(option(clients[1], SO_ERROR) == 0);
	check_error(recv(clients[2], &listener, 1, 0), ECONNRESET);
	check(recv(clients[2], &listener, 1, 0) == 0);
	for (int i = 0; i < 3; i++)
		check(close(clients[i]) == 0);
}

static void datagrams(void)
{
	struct sockaddr_un name = {0};
	socklen_t size = sizeof(name);
	struct iovec part = {(char[8]){0}, 8};
	struct msghdr message = {.msg_name = &name,
	    .msg_namelen = sizeof(name),
	    .msg_iov = &part,
	    .msg_iovlen = 1};
	char got[8];
	int server = bound(SOCK_DGRAM, "server");
	int named = bound(SOCK_DGRAM, "named");
	int nameless = socket(AF_UNIX, SOCK_DGRAM, 0);

	check(events(nameless) == POLLOUT);
	check_error(send(nameless, "x", 1, 0), ENOTCONN);
	check_error(getpeername(nameless, (void *)&name, &size), ENOTCONN);
	check_error(listen(server, 1), EOPNOTSUPP);
	check_error(accept(server, NULL, NULL), EOPNOTSUPP);

	check(sendto(named, "one", 3, 0, at("server"), sizeof(address)) == 3);
	check(sendto(nameless, "second", 6, 0, at("server"), sizeof(address)) ==
	      6);
	check(sendto(named, "", 0, 0, at("server"), sizeof(address)) == 0);
	check(events(server) == (POLLIN | POLLOUT));
	check(recvfrom(server, got, sizeof(got), 0, (void *)&name, &size) == 3);
	is_at(&name, size, "named");
	size = sizeof(name);
	check(recvfrom(server, got, 3, MSG_TRUNC, (void *)&name, &size) == 6);
	check(size == 0 && memcmp(got, "sec", 3) == 0);
	check(recvmsg(server, &message, 0) == 0);
	is_at(&name, message.msg_namelen, "named");

	/* A connected one hears its peer only. */
	check(connect(server, at("named"), sizeof(address)) == 0);
	check(connect(named, at("server"), sizeof(address)) == 0);
	check_error(
	    sendto(nameless, "x", 1, 0, at("server"), sizeof(address)), EPERM);
	check_error(connect(nameless, at("server"), sizeof(address)), EPERM);
	check(send(named, "two", 3, 0) == 3);
	expect(server, "two");
	size = sizeof(name);
	check(getpeername(named, (void *)&name, &size) == 0);
	is_at(&name, size, "server");
	address.sun_family = AF_UNSPEC;
	check(connect(server, (void *)&address, sizeof(address)) == 0);
	check_error(send(server, "x", 1, 0), ENOTCONN);
	check(sendto(nameless, "ok", 2, 0, at("server"), sizeof(address)) == 2);
	expect(server, "ok");

	check(close(server) == 0);
	check_error(send(named, "x", 1, 0), ECONNREFUSED);
	check_error(sendto(named, "x", 1, 0, at("server"), sizeof(address)),
	    ECONNREFUSED);
	check(unlink("server") == 0 && unlink("named") == 0);
	check(close(named) == 0 && close(nameless) == 0);
}

/* One end of a pair turns away from the other while it has something unread. */
static void a_lost_datagram(void)
{
	static const struct sockaddr nobody = {.sa_family = AF_UNSPEC};
	int ends[2];
	char byte;

	check(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
	check(send(ends[1], "x", 1, 0) == 1);
	check(events(ends[0]) == (POLLIN | POLLOUT));
	check(connect(ends[0], &nobody, sizeof(nobody)) == 0);
	check(events(ends[0]) == POLLOUT);
	check(events(ends[1]) == (POLLOUT | POLLERR));
	check_error(send(ends[1], "x", 1, 0), ECONNRESET);
	check(send(ends[1], "x", 1, 0) == 1);
	check(shutdown(ends[1], SHUT_RDWR) == 0);
	check(events(ends[1]) == (POLLIN | POLLOUT | POLLRDHUP | POLLHUP));
	check_error(send(ends[1], "x", 1, 0), EPIPE);
	check(close(ends[1]) == 0);
	check(recv(ends[0], &byte, 1, 0) == 1 && close(ends[0]) == 0);

	check(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) == 0);
	check(send(ends[1], "x", 1, 0) == 1 && close(ends[0]) == 0);
	check_error(send(ends[1], "x", 1, MSG_NOSIGNAL), ECONNRESET);
	check_error(send(ends[1], "x", 1, MSG_NOSIGNAL), EPIPE);
	check(recv(ends[1], &byte, 1, 0) == 0 && close(ends[1]) == 0);
}

static void abstract_names(void)
{
	static const char key[] = {0, 'a', 0, 'b'};
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	socklen_t size = START + sizeof(key);
	int one = socket(AF_UNIX, SOCK_STREAM, 0);
	int two = socket(AF_UNIX, SOCK_STREAM, 0), end;

	memcpy(name.sun_path, key, sizeof(key));
	check(bind(one, (void *)&name, size) == 0 && listen(one, 1) == 0);
	check_error(bind(two, (void *)&name, size), EADDRINUSE);
	end = socket(AF_UNIX, SOCK_DGRAM, 0); /* a type has its own names */
	check_error(connect(end, (void *)&name, size), ECONNREFUSED);
	check(bind(end, (void *)&name, size) == 0 && close(end) == 0);
	check_error(connect(two, (void *)&name, size - 1), ECONNREFUSED);
	check(connect(two, (void *)&name, size) == 0);
	end = accept(one, NULL, NULL);
	size = sizeof(name);
	check(getsockname(end, (void *)&name, &size) == 0);
	check(size == START + sizeof(key));
	check(memcmp(name.sun_path, key, sizeof(key)) == 0);
	check(close(one) == 0);
	/* Given back with its socket, and not to who has it from accept. */
	one = socket(AF_UNIX, SOCK_STREAM, 0);
	check(bind(one, (void *)&name, size) == 0);
	check(close(one) == 0 && close(two) == 0 && close(end) == 0);

	/* Without a name one is chosen. */
	one = socket(AF_UNIX, SOCK_DGRAM, 0);
	check(bind(one, (void *)&name, START) == 0);
	size = sizeof(name);
	check(getsockname(one, (void *)&name, &size) == 0);
	check(size == START + 6 && !name.sun_path[0]);
	check(sendto(one, "me", 2, 0, (void *)&name, size) == 2);
	expect(one, "me");
	check(close(one) == 0);
}

static void refusals(void)
{
	struct sockaddr_un name;
	socklen_t size = sizeof(name);
	struct timeval soon = {.tv_usec = 1000};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), other, file;
	char byte;

	check_error(socket(AF_UNIX, SOCK_STREAM, 99), EPROTONOSUPPORT);
	check_error(bind(fd, at("no/such"), sizeof(address)), ENOENT);
	check_error(bind(fd, at("x"), 1), EINVAL);
	check_error(bind(fd, at("x"), sizeof(address) + 1), EINVAL);
	file = open("file", O_CREAT | O_RDWR, 0644);
	check(file >= 0);
	check_error(bind(fd, at("file"), sizeof(address)), EADDRINUSE);
	check_error(bind(fd, at("file/x"), sizeof(address)), ENOTDIR);
	check_error(connect(fd, at("file"), sizeof(address)), ECONNREFUSED);
	check_error(bind(file, at("x"), sizeof(address)), ENOTSOCK);
	check_error(connect(file, at("x"), sizeof(address)), ENOTSOCK);
	check_error(accept(file, NULL, NULL), ENOTSOCK);
	check_error(listen(file, 1), ENOTSOCK);
	check_error(bind(99, at("x"), sizeof(address)), EBADF);
	check_error(accept(99, NULL, NULL), EBADF);
	check(close(file) == 0 && unlink("file") == 0);
	check(symlink("nowhere", "dangling") == 0);
	check_error(bind(fd, at("dangling"), sizeof(address)), EADDRINUSE);
	check_error(connect(fd, at("dangling"), sizeof(address)), ENOENT);
	check(unlink("dangling") == 0);
	check(events(fd) == (POLLOUT | POLLHUP));
	check_error(send(fd, "x", 1, MSG_NOSIGNAL), ENOTCONN);
	check_error(
	    sendto(fd, "x", 1, 0, at("x"), sizeof(address)), EOPNOTSUPP);
	check_error(accept(fd, NULL, NULL), EINVAL);
	check_error(getpeername(fd, (void *)&name, &size), ENOTCONN);
	check(getsockname(fd, (void *)&name, &size) == 0 && size == START);

	check(bind(fd, at("x"), sizeof(address)) == 0);
	check_error(bind(fd, at("y"), sizeof(address)), EINVAL);
	other = socket(AF_UNIX, SOCK_STREAM, 0);
	check_error(bind(other, at("x"), sizeof(address)), EADDRINUSE);
	check_error(connect(other, at("x"), sizeof(address)), ECONNREFUSED);
	check(listen(fd, 0) == 0);
	check(close(other) == 0);
	other = socket(AF_UNIX, SOCK_DGRAM, 0);
	check_error(connect(other, at("x"), sizeof(address)), EPROTOTYPE);
	check_error(
	    sendto(other, "x", 1, 0, at("x"), sizeof(address)), EPROTOTYPE);
	check(close(other) == 0);
	check(
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon)) == 0);
	check_error(accept(fd, NULL, NULL), EAGAIN);
	check(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
	check_error(accept(fd, NULL, NULL), EAGAIN);
	check(close(fd) == 0 && unlink("x") == 0);
#ifdef __nacl__ /* as POSIX has it; Linux says EINVAL */
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	check_error(listen(fd, 1), EDESTADDRREQ);
	check_error(recv(fd, &byte, 1, 0), ENOTCONN);
	address.sun_family = AF_INET;
	check_error(bind(fd, (void *)&address, sizeof(address)), EAFNOSUPPORT);
	check(close(fd) == 0);
	check_error(socket(AF_INET, SOCK_STREAM, 0), EAFNOSUPPORT);
#else
	(void)byte;
#endif
}

/* A server of echoes, a thread for every client. */
#define CLIENTS 20
#define ROUNDS  50

static void *echo(void *argument)
{
	int fd = (int)(intptr_t)argument;
	char bytes[100];
	ssize_t size;

	while ((size = read(fd, bytes, sizeof(bytes))) > 0)
		check(write(fd, bytes, (size_t)size) == size);
	check(size == 0 && close(fd) == 0);
	return NULL;
}

static void *serve(void *argument)
{
	int listener = (int)(intptr_t)argument;
	pthread_t threads[CLIENTS];

	for (int i = 0; i < CLIENTS; i++) {
		int fd = accept(listener, NULL, NULL);

		check(fd >= 0);
		check(pthread_create(
			  &threads[i], NULL, echo, (void *)(intptr_t)fd) == 0);
	}
	for (int i = 0; i < CLIENTS; i++)
		check(pthread_join(threads[i], NULL) == 0);
	return NULL;
}

static void *talk(void *argument)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "echo"};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	char sent[100], got[100];

	check(connect(fd, (void *)&to, sizeof(to)) == 0);
	for (int i = 0; i < ROUNDS; i++) {
		memset(sent, (int)(intptr_t)argument + i, sizeof(sent));
		check(write(fd, sent, sizeof(sent)) == sizeof(sent));
		check(recv(fd, got, sizeof(got), MSG_WAITALL) == sizeof(got));
		check(memcmp(sent, got, sizeof(got)) == 0);
	}
	check(close(fd) == 0);
	return NULL;
}

static void threads_meet(void)
{
	int listener = bound(SOCK_STREAM, "echo");
	pthread_t server, clients[CLIENTS];

	check(listen(listener, 2) == 0); /* connect has to wait */
	for (intptr_t i = 0; i < CLIENTS; i++)
		check(pthread_create(&clients[i], NULL, talk, (void *)i) == 0);
	check(pthread_create(
		  &server, NULL, serve, (void *)(intptr_t)listener) == 0);
	for (int i = 0; i < CLIENTS; i++)
		check(pthread_join(clients[i], NULL) == 0);
	check(pthread_join(server, NULL) == 0);
	check(close(listener) == 0 && unlink("echo") == 0);
}

/* Fills a datagram queue: the sender waits for the receiver. */
static void *flood(void *argument)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "slow"};
	static char bytes[20000];
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	(void)argument;
	for (int i = 0; i < 50; i++)
		check(sendto(fd, bytes, sizeof(bytes), 0, (void *)&to,
			  sizeof(to)) == sizeof(bytes));
	check(close(fd) == 0);
	return NULL;
}

static void a_slow_receiver(void)
{
	static char bytes[20000];
	int fd = bound(SOCK_DGRAM, "slow");
	pthread_t senders[3];

	for (int i = 0; i < 3; i++)
		check(pthread_create(&senders[i], NULL, flood, NULL) == 0);
	for (int i = 0; i < 150; i++)
		check(recv(fd, bytes, sizeof(bytes), 0) == sizeof(bytes));
	for (int i = 0; i < 3; i++)
		check(pthread_join(senders[i], NULL) == 0);
	check(close(fd) == 0 && unlink("slow") == 0);
}

static void a_loop_of_events(void)
{
	struct epoll_event event = {.events = EPOLLIN};
	int loop = epoll_create1(0), seen = 0, fds[2], accepted;
	int listener = listening(SOCK_STREAM | SOCK_NONBLOCK, "loop");
	char byte;

	event.data.fd = listener;
	check(epoll_ctl(loop, EPOLL_CTL_ADD, listener, &event) == 0);
	check(epoll_wait(loop, &event, 1, 0) == 0);
	for (int i = 0; i < 2; i++)
		fds[i] = connected(SOCK_STREAM, "loop");
	while (seen < 2) {
		check(epoll_wait(loop, &event, 1, -1) == 1);
		check(event.data.fd == listener && event.events == EPOLLIN);
		accepted = accept(listener, NULL, NULL);
		check(accepted >= 0);
		event.events = EPOLLIN | EPOLLET;
		event.data.fd = accepted;
		check(epoll_ctl(loop, EPOLL_CTL_ADD, accepted, &event) == 0);
		seen++;
	}
	check(epoll_wait(loop, &event, 1, 0) == 0);
	check(write(fds[1], "!", 1) == 1);
	check(epoll_wait(loop, &event, 1, -1) == 1);
	check(read(event.data.fd, &byte, 1) == 1 && byte == '!');
	check(close(fds[0]) == 0);
	check(epoll_wait(loop, &event, 1, -1) == 1);
	check(read(event.data.fd, &byte, 1) == 0);
	check(close(fds[1]) == 0 && close(listener) == 0 && close(loop) == 0);
	check(unlink("loop") == 0);
}

int main(void)
{
	umask(022);
	a_connection(SOCK_STREAM);
	a_connection(SOCK_SEQPACKET);
	the_name_is_a_node();
	a_full_queue();
	datagrams();
	a_lost_datagram();
	abstract_names();
	refusals();
	threads_meet();
	a_slow_receiver();
	a_loop_of_events();
	return 0;
}
