/* SPDX-License-Identifier: Apache-2.0
 *
 * Sockets, but for the traffic (socket_transfer.c): how they are made, named
 * and connected. All are of AF_UNIX and stay inside the process.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include "internal/fd.h"
#include "internal/socket.h"
#include "internal/stream.h"

/* The type without its flags; -1 and errno for what there is not. */
static int kind_of(int domain, int type, int protocol)
{
	int kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (domain != AF_UNIX)
		return __zrt_fail(EAFNOSUPPORT);
	if (kind != SOCK_STREAM && kind != SOCK_DGRAM && kind != SOCK_SEQPACKET)
		return __zrt_fail(EPROTOTYPE);
	if (protocol && protocol != AF_UNIX)
		return __zrt_fail(EPROTONOSUPPORT);
	return kind;
}

static int open_flags(int type)
{
	return O_RDWR | (type & SOCK_NONBLOCK ? O_NONBLOCK : 0) |
	       (type & SOCK_CLOEXEC ? O_CLOEXEC : 0);
}

int socket(int domain, int type, int protocol)
{
	int kind = kind_of(domain, type, protocol);
	struct zrt_node *node = kind < 0 ? NULL : __zrt_socket_new(kind);

	return node ? __zrt_nameless_open(node, open_flags(type)) : -1;
}

static int make_pair(int kind, struct zrt_node *pair[2])
{
	pair[0] = __zrt_socket_new(kind);
	pair[1] = pair[0] ? __zrt_socket_new(kind) : NULL;
	if (pair[1]) {
		__zrt_socket_set_peer(pair[0], pair[1]);
		__zrt_socket_set_peer(pair[1], pair[0]);
		return 0;
	}
	if (pair[0])
		__zrt_node_release(pair[0]);
	return -1;
}

int socketpair(int domain, int type, int protocol, int fds[2])
{
	int kind = kind_of(domain, type, protocol), flags = open_flags(type);
	struct zrt_node *pair[2];
	int made[2];

	if (kind < 0 || make_pair(kind, pair))
		return -1;
	pair[1]->uses++; /* while the first one may fail */
	made[0] = __zrt_nameless_open(pair[0], flags);
	pair[1]->uses--;
	if (made[0] < 0) {
		__zrt_node_release(pair[1]);
		return -1;
	}
	made[1] = __zrt_nameless_open(pair[1], flags);
	if (made[1] < 0) {
		__zrt_fd_close(made[0]);
		return -1;
	}
	fds[0] = made[0];
	fds[1] = made[1];
	return 0;
}

static struct zrt_socket *socket_at(int fd)
{
	struct zrt_file *file = __zrt_socket_file(fd);

	return file ? file->node->socket : NULL;
}

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
	struct zrt_file *file = __zrt_socket_file(fd);

	return file ? __zrt_socket_bind(file->node, address, size) : -1;
}

int listen(int fd, int backlog)
{
	struct zrt_socket *socket = socket_at(fd);

	if (!socket)
		return -1;
	if (socket->type == SOCK_DGRAM)
		return __zrt_fail(EOPNOTSUPP);
	if (socket->connected)
		return __zrt_fail(EINVAL);
	if (!socket->name)
		return __zrt_fail(EDESTADDRREQ);
	socket->listening = true;
	socket->backlog = backlog < 0           ? 0
			  : backlog < SOMAXCONN ? (unsigned)backlog
						: SOMAXCONN;
	__zrt_socket_change(__zrt_file(fd)->node, 0);
	return 0;
}

int connect(int fd, const struct sockaddr *address, socklen_t size)
{
	struct zrt_file *file, *outer;
	struct zrt_node *to = NULL;
	int result = -1;

	__zrt_cancellation_point();
	file = __zrt_socket_file(fd);
	if (!file)
		return -1;
	/* Of no family: a datagram socket gives up its peer. */
	if (size < sizeof(address->sa_family) ||
	    address->sa_family != AF_UNSPEC ||
	    file->node->socket->type != SOCK_DGRAM) {
		to = __zrt_socket_find(address, size, file->node->socket->type);
		if (!to)
			return -1;
	}
	outer = __zrt_file_pin(file);
	result = __zrt_socket_connect(file->node, to, file->flags & O_NONBLOCK);
	__zrt_file_unpin(file, outer);
	return result;
}

static void put_name(
    const struct zrt_socket_name *name, struct sockaddr *to, socklen_t *to_size)
{
	static const struct zrt_socket_name none = {
	    .length = sizeof(sa_family_t), .address.sun_family = AF_UNIX};

	if (!to || !to_size)
		return;
	if (!name)
		name = &none;
	memcpy(to, &name->address,
	    *to_size < name->length ? *to_size : name->length);
	*to_size = name->length;
}

/* Its descriptor; the connection stays in the queue when there is none. */
static int accept_first(
    struct zrt_node *listener, struct zrt_node *end, int type)
{
	int flags = open_flags(type);
	struct zrt_file *file = __zrt_file_new(end, flags & ~O_CLOEXEC);
	int fd;

	if (!file)
		return -1;
	fd = __zrt_fd_install(file, 0, flags & O_CLOEXEC ? FD_CLOEXEC : 0);
	if (fd < 0)
		__zrt_file_discard(file);
	else
		__zrt_socket_accepted(listener);
	return fd;
}

int accept4(int fd, struct sockaddr *restrict address, socklen_t *restrict size,
    int flags)
{
	struct zrt_file *file, *outer;
	struct zrt_node *end;
	int accepted = -1;

	__zrt_cancellation_point();
	file = __zrt_socket_file(fd);
	if (!file)
		return -1;
	if (flags & ~(SOCK_NONBLOCK | SOCK_CLOEXEC))
		return __zrt_fail(EINVAL);
	if (file->node->socket->type == SOCK_DGRAM)
		return __zrt_fail(EOPNOTSUPP);
	outer = __zrt_file_pin(file);
	end = __zrt_socket_pending(file->node, file->flags & O_NONBLOCK);
	if (end)
		accepted = accept_first(file->node, end, flags);
	__zrt_file_unpin(file, outer);
	if (accepted >= 0)
		put_name(__zrt_socket_peer_name(end->socket), address, size);
	return accepted;
}

int accept(int fd, struct sockaddr *restrict address, socklen_t *restrict size)
{
	return accept4(fd, address, size, 0);
}

int shutdown(int fd, int how)
{
	struct zrt_file *file = __zrt_socket_file(fd);

	return file ? __zrt_socket_shutdown(file->node, how) : -1;
}

int getsockname(
    int fd, struct sockaddr *restrict name, socklen_t *restrict size)
{
	struct zrt_socket *socket = socket_at(fd);

	if (!socket)
		return -1;
	put_name(socket->name, name, size);
	return 0;
}

int getpeername(
    int fd, struct sockaddr *restrict name, socklen_t *restrict size)
{
	struct zrt_socket *socket = socket_at(fd);

	if (!socket)
		return -1;
	if (!socket->connected)
		return __zrt_fail(ENOTCONN);
	put_name(__zrt_socket_peer_name(socket), name, size);
	return 0;
}
