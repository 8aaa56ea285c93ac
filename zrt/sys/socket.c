/* SPDX-License-Identifier: Apache-2.0
 *
 * socketpair and what can be done with its two ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/socket.h"
#include "internal/wait.h"

static int fail(int number)
{
	errno = number;
	return -1;
}

static int open_end(struct zrt_node *node, int type)
{
	struct zrt_file *file = __zrt_file_new(
	    node, O_RDWR | (type & SOCK_NONBLOCK ? O_NONBLOCK : 0));
	int fd;

	if (!file) {
		__zrt_node_release(node);
		return -1;
	}
	__zrt_file_hold(file);
	fd = __zrt_fd_install(file, 0, type & SOCK_CLOEXEC ? FD_CLOEXEC : 0);
	__zrt_file_drop(file);
	return fd;
}

int socketpair(int domain, int type, int protocol, int fds[2])
{
	int kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
	struct zrt_node *pair[2];
	int made[2];

	if (domain != AF_UNIX)
		return fail(EAFNOSUPPORT);
	if (kind != SOCK_STREAM && kind != SOCK_DGRAM && kind != SOCK_SEQPACKET)
		return fail(EPROTOTYPE);
	if (protocol && protocol != AF_UNIX)
		return fail(EPROTONOSUPPORT);
	if (__zrt_socket_pair(kind, pair))
		return -1;
	pair[1]->uses++; /* while the first one may fail */
	made[0] = open_end(pair[0], type);
	pair[1]->uses--;
	if (made[0] < 0) {
		__zrt_node_release(pair[1]);
		return -1;
	}
	made[1] = open_end(pair[1], type);
	if (made[1] < 0) {
		__zrt_fd_close(made[0]);
		return -1;
	}
	fds[0] = made[0];
	fds[1] = made[1];
	return 0;
}

static struct zrt_file *socket_of(int fd)
{
	struct zrt_file *file = __zrt_file_usable(fd);

	if (file && !__zrt_is_socket(file->node)) {
		errno = ENOTSOCK;
		return NULL;
	}
	return file;
}

static ssize_t move(
    int fd, void *buffer, size_t size, int flags, bool *cut, bool sending)
{
	struct zrt_file *file;
	ssize_t done;

	__zrt_cancellation_point();
	file = socket_of(fd);
	if (!file)
		return -1;
	if (flags & MSG_OOB)
		return fail(EOPNOTSUPP);
	if (file->flags & O_NONBLOCK)
		flags |= MSG_DONTWAIT;
	if (size > SSIZE_MAX)
		size = SSIZE_MAX;
	/* It may wait, and another thread may close it then. */
	__zrt_file_hold(file);
	done = sending
		   ? __zrt_socket_send(file->node, buffer, size, flags)
		   : __zrt_socket_receive(file->node, buffer, size, flags, cut);
	__zrt_file_drop(file);
	return done;
}

ssize_t send(int fd, const void *buffer, size_t size, int flags)
{
	return move(fd, (void *)buffer, size, flags, NULL, true);
}

ssize_t sendto(int fd, const void *buffer, size_t size, int flags,
    const struct sockaddr *to, socklen_t to_size)
{
	(void)to_size;
	if (to && socket_of(fd))
		return fail(EISCONN);
	return send(fd, buffer, size, flags);
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
	bool cut;

	return move(fd, buffer, size, flags, &cut, false);
}

/* The address of a socket without one. */
static void no_name(struct sockaddr *name, socklen_t *size)
{
	sa_family_t family = AF_UNIX;

	if (!name || !size)
		return;
	memcpy(name, &family, *size < sizeof(family) ? *size : sizeof(family));
	*size = sizeof(family);
}

ssize_t recvfrom(int fd, void *restrict buffer, size_t size, int flags,
    struct sockaddr *restrict from, socklen_t *restrict from_size)
{
	ssize_t done = recv(fd, buffer, size, flags);

	if (done >= 0 && from && from_size)
		*from_size = 0;
	return done;
}

static ssize_t total_size(const struct msghdr *message)
{
	size_t total = 0;

	if (message->msg_iovlen < 0 || message->msg_iovlen > IOV_MAX)
		return fail(EMSGSIZE);
	for (int i = 0; i < message->msg_iovlen; i++) {
		if (__builtin_add_overflow(
			total, message->msg_iov[i].iov_len, &total) ||
		    total > SSIZE_MAX)
			return fail(EINVAL);
	}
	return (ssize_t)total;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t total = total_size(message), done;
	char *all, *at;

	if (total < 0 || !socket_of(fd))
		return -1;
	if (message->msg_name && message->msg_namelen)
		return fail(EISCONN);
	if (message->msg_control && message->msg_controllen)
		return fail(EOPNOTSUPP); /* descriptors do not travel */
	all = at = malloc((size_t)total + 1);
	if (!all)
		return fail(ENOBUFS);
	for (int i = 0; i < message->msg_iovlen; i++) {
		memcpy(at, message->msg_iov[i].iov_base,
		    message->msg_iov[i].iov_len);
		at += message->msg_iov[i].iov_len;
	}
	done = send(fd, all, (size_t)total, flags);
	free(all);
	return done;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t total = total_size(message), done, left;
	char *all, *at;
	bool cut = false;

	if (total < 0)
		return -1;
	all = at = malloc((size_t)total + 1);
	if (!all)
		return fail(ENOBUFS);
	done = move(fd, all, (size_t)total, flags, &cut, false);
	left = done;
	for (int i = 0; left > 0; i++) {
		size_t part = message->msg_iov[i].iov_len;

		if (part > (size_t)left)
			part = (size_t)left;
		memcpy(message->msg_iov[i].iov_base, at, part);
		at += part;
		left -= (ssize_t)part;
	}
	free(all);
	if (done >= 0) {
		message->msg_namelen = 0;
		message->msg_controllen = 0;
		message->msg_flags = cut ? MSG_TRUNC : 0;
	}
	return done;
}

int shutdown(int fd, int how)
{
	struct zrt_file *file = socket_of(fd);

	return file ? __zrt_socket_shutdown(file->node, how) : -1;
}

int getsockname(
    int fd, struct sockaddr *restrict name, socklen_t *restrict size)
{
	if (!socket_of(fd))
		return -1;
	no_name(name, size);
	return 0;
}

int getpeername(
    int fd, struct sockaddr *restrict name, socklen_t *restrict size)
{
	return getsockname(fd, name, size);
}

static int put(const void *value, size_t size, void *to, socklen_t *to_size)
{
	if (*to_size > size)
		*to_size = (socklen_t)size;
	memcpy(to, value, *to_size);
	return 0;
}

int getsockopt(int fd, int level, int option, void *restrict value,
    socklen_t *restrict size)
{
	struct zrt_file *file = socket_of(fd);
	struct timeval time = {0};
	int64_t timeout;
	int number = 0;

	if (!file)
		return -1;
	if (level != SOL_SOCKET)
		return fail(ENOPROTOOPT);
	switch (option) {
	case SO_TYPE:
		number = __zrt_socket_type(file->node);
		break;
	case SO_DOMAIN:
		number = AF_UNIX;
		break;
	case SO_SNDBUF:
	case SO_RCVBUF:
		number = (int)*__zrt_socket_room(file->node);
		break;
	case SO_RCVTIMEO:
	case SO_SNDTIMEO:
		timeout =
		    *__zrt_socket_timeout(file->node, option == SO_SNDTIMEO);
		if (timeout > 0) {
			time.tv_sec = timeout / 1000000000;
			time.tv_usec = (long)(timeout % 1000000000 / 1000);
		}
		return put(&time, sizeof(time), value, size);
	case SO_ERROR:
	case SO_PROTOCOL:
	case SO_ACCEPTCONN:
	case SO_REUSEADDR:
	case SO_KEEPALIVE:
	case SO_BROADCAST:
		break;
	default:
		return fail(ENOPROTOOPT);
	}
	return put(&number, sizeof(number), value, size);
}

int setsockopt(int fd, int level, int option, const void *value, socklen_t size)
{
	struct zrt_file *file = socket_of(fd);
	struct timeval time;
	int number;

	if (!file)
		return -1;
	if (level != SOL_SOCKET)
		return fail(ENOPROTOOPT);
	if (option == SO_RCVTIMEO || option == SO_SNDTIMEO) {
		if (size < sizeof(time))
			return fail(EINVAL);
		memcpy(&time, value, sizeof(time));
		if (time.tv_usec < 0 || time.tv_usec >= 1000000)
			return fail(EDOM);
		*__zrt_socket_timeout(file->node, option == SO_SNDTIMEO) =
		    time.tv_sec < 0 || (!time.tv_sec && !time.tv_usec)
			? -1
			: time.tv_sec * 1000000000 + time.tv_usec * 1000;
		return 0;
	}
	if (size < sizeof(number))
		return fail(EINVAL);
	memcpy(&number, value, sizeof(number));
	switch (option) {
	case SO_SNDBUF:
	case SO_RCVBUF:
		if (number < 2048)
			number = 2048;
		*__zrt_socket_room(file->node) = (uint32_t)number;
		return 0;
	case SO_REUSEADDR:
	case SO_KEEPALIVE:
	case SO_BROADCAST:
		return 0; /* without meaning for a pair */
	default:
		return fail(ENOPROTOOPT);
	}
}
