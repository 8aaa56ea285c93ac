/* SPDX-License-Identifier: Apache-2.0
 *
 * Sockets that come in pairs. What one end sends waits in a queue at the
 * other, message by message; a stream reads across their borders.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "internal/fd.h"
#include "internal/pipe.h"
#include "internal/socket.h"
#include "internal/stream.h"

#define DEFAULT_ROOM 212992u

struct message {
	struct message *next;
	struct zrt_parcel *parcel; /* null: none, or taken */
	size_t size, taken;
	uint8_t bytes[];
};

struct zrt_socket {
	struct zrt_node *peer; /* null once it is closed */
	int type;
	struct message *first, **last; /* received */
	size_t held;                   /* bytes in them */
	uint32_t room;                 /* that they may take */
	bool no_more_in, no_more_out;  /* shut down */
	bool peer_gone;                /* closed with data unread */
	int64_t receive_timeout, send_timeout;
	struct zrt_wait_queue changed;
};

static int fail(int number)
{
	errno = number;
	return -1;
}

static void change(struct zrt_node *node, short events)
{
	__zrt_wake_all(&node->socket->changed);
	__zrt_io_change(node, events);
}

static int64_t deadline_after(int64_t timeout)
{
	return timeout < 0 ? ZRT_FOREVER : __zrt_clock_peek() + timeout;
}

struct zrt_parcel *__zrt_parcel_new(unsigned count)
{
	struct zrt_parcel *parcel =
	    calloc(1, sizeof(*parcel) + count * sizeof(struct zrt_file *));

	if (!parcel)
		errno = ENOBUFS;
	return parcel;
}

void __zrt_parcel_free(struct zrt_parcel *parcel)
{
	for (unsigned i = 0; parcel && i < parcel->count; i++)
		__zrt_file_drop(parcel->files[i]);
	free(parcel);
}

/* One that holds the same files; null without memory. */
static struct zrt_parcel *parcel_copy(const struct zrt_parcel *from)
{
	struct zrt_parcel *copy = __zrt_parcel_new(from->count);

	for (; copy && copy->count < from->count; copy->count++) {
		copy->files[copy->count] = from->files[copy->count];
		__zrt_file_hold(copy->files[copy->count]);
	}
	return copy;
}

/* Drop the first message. */
static void forget(struct zrt_socket *socket)
{
	struct message *message = socket->first;

	socket->held -= message->size;
	socket->first = message->next;
	if (!socket->first)
		socket->last = &socket->first;
	__zrt_parcel_free(message->parcel);
	free(message);
}

/* Bytes of the message into what is left of the receiver's buffer, and the
 * files that came with it. */
static void unpack(struct message *message, struct zrt_receipt *receipt,
    uint8_t *to, size_t size, bool peek)
{
	memcpy(to, message->bytes + message->taken, size);
	if (!message->parcel)
		return;
	if (peek) {
		receipt->parcel = parcel_copy(message->parcel);
	} else {
		receipt->parcel = message->parcel;
		message->parcel = NULL;
	}
}

/* A stream is read across the borders of messages, up to the end of one with
 * files; of others one message is taken whole, whatever has room. */
static size_t take(struct zrt_socket *socket, uint8_t *to, size_t size,
    bool peek, struct zrt_receipt *receipt)
{
	struct message *message = socket->first, *next;
	bool stream = socket->type == SOCK_STREAM;
	size_t done = 0, left, part;

	do {
		next = message->next;
		left = message->size - message->taken;
		part = left < size - done ? left : size - done;
		unpack(message, receipt, to + done, part, peek);
		done += part;
		if (!stream)
			receipt->length = left;
		if (!peek)
			message->taken += part;
		if (!peek && (!stream || part == left))
			forget(socket);
		message = next;
	} while (stream && message && done < size && !receipt->parcel);
	return done;
}

ssize_t __zrt_socket_receive(struct zrt_node *node, void *buffer, size_t size,
    int flags, struct zrt_receipt *receipt)
{
	struct zrt_socket *socket = node->socket;
	int64_t deadline = deadline_after(socket->receive_timeout);
	bool yielded = false;
	size_t done = 0;

	*receipt = (struct zrt_receipt){0};
	if (!size && socket->type == SOCK_STREAM)
		return 0;
	for (;;) {
		while (!socket->first) {
			bool ended =
			    socket->no_more_in ||
			    (!socket->peer && socket->type != SOCK_DGRAM);

			if (ended && socket->peer_gone && !done) {
				socket->peer_gone = false;
				return fail(ECONNRESET);
			}
			if (ended)
				return (ssize_t)done;
			if (__zrt_stream_wait(&socket->changed,
				flags & MSG_DONTWAIT, &yielded, deadline,
				"receive from a socket"))
				return done ? (ssize_t)done : -1;
		}
		done += take(socket, (uint8_t *)buffer + done, size - done,
		    flags & MSG_PEEK, receipt);
		if (socket->peer)
			change(socket->peer, POLLOUT);
		if (done == size || socket->type != SOCK_STREAM ||
		    !(flags & MSG_WAITALL) || (flags & MSG_PEEK) ||
		    receipt->parcel)
			break;
	}
	__zrt_node_touch(&node->accessed, NULL);
	return (ssize_t)done;
}

static int deliver(struct zrt_node *node, const uint8_t *bytes, size_t size,
    struct zrt_parcel **parcel)
{
	struct zrt_socket *to = node->socket;
	struct message *message = malloc(sizeof(*message) + size);

	if (!message)
		return fail(ENOBUFS);
	message->next = NULL;
	message->parcel = *parcel;
	*parcel = NULL;
	message->size = size;
	message->taken = 0;
	memcpy(message->bytes, bytes, size);
	*to->last = message;
	to->last = &message->next;
	to->held += size;
	change(node, POLLIN);
	return 0;
}

static int broken(int flags)
{
	return flags & MSG_NOSIGNAL ? fail(EPIPE) : __zrt_broken_pipe();
}

ssize_t __zrt_socket_send(struct zrt_node *node, const void *buffer,
    size_t size, int flags, struct zrt_parcel **parcel)
{
	struct zrt_socket *socket = node->socket;
	int64_t deadline = deadline_after(socket->send_timeout);
	bool yielded = false, stream = socket->type == SOCK_STREAM;
	size_t done = 0;

	if (!stream && size > socket->room)
		return fail(EMSGSIZE);
	do {
		struct zrt_socket *to =
		    socket->peer ? socket->peer->socket : NULL;
		size_t part = size - done, room;

		if (socket->no_more_out || !to || to->no_more_in) {
			if (done)
				return (ssize_t)done;
			return !to && socket->type == SOCK_DGRAM &&
				       !socket->no_more_out
				   ? fail(ECONNREFUSED)
				   : broken(flags);
		}
		room = to->held < to->room ? to->room - to->held : 0;
		if (stream ? size && !room : to->held && room < size) {
			if (__zrt_stream_wait(&socket->changed,
				flags & MSG_DONTWAIT, &yielded, deadline,
				"send to a socket"))
				return done ? (ssize_t)done : -1;
			continue;
		}
		if (stream && part > room)
			part = room;
		if ((!stream || part) &&
		    deliver(socket->peer, (const uint8_t *)buffer + done, part,
			parcel))
			return done ? (ssize_t)done : -1;
		done += part;
	} while (done < size);
	__zrt_node_touch(&node->modified, NULL);
	return (ssize_t)done;
}

static ssize_t socket_receive(
    struct zrt_node *node, void *buffer, size_t size, int flags)
{
	struct zrt_receipt receipt;
	ssize_t done = __zrt_socket_receive(node, buffer, size,
	    flags & O_NONBLOCK ? MSG_DONTWAIT : 0, &receipt);

	__zrt_parcel_free(receipt.parcel);
	return done;
}

static ssize_t socket_send(
    struct zrt_node *node, const void *buffer, size_t size, int flags)
{
	struct zrt_parcel *none = NULL;

	return __zrt_socket_send(
	    node, buffer, size, flags & O_NONBLOCK ? MSG_DONTWAIT : 0, &none);
}

static short socket_poll(struct zrt_node *node, int flags)
{
	struct zrt_socket *socket = node->socket;
	struct zrt_socket *to = socket->peer ? socket->peer->socket : NULL;
	bool dgram = socket->type == SOCK_DGRAM;
	short ready = 0;

	(void)flags;
	if (socket->first || socket->no_more_in || (!to && !dgram))
		ready |= POLLIN | POLLRDNORM;
	if (!to || to->held < to->room || to->no_more_in)
		ready |= POLLOUT | POLLWRNORM;
	if (!dgram && (!to || (socket->no_more_in && socket->no_more_out)))
		ready |= POLLHUP;
	if (!dgram && (!to || socket->no_more_in))
		ready |= POLLRDHUP;
	return ready;
}

static void socket_close(struct zrt_node *node, int flags)
{
	struct zrt_socket *socket = node->socket;

	(void)flags;
	/* A node may have several open files (through /proc/self/fd); the
	 * last one ends the connection. */
	if (node->uses > 1)
		return;
	if (socket->peer) {
		struct zrt_node *peer = socket->peer;

		peer->socket->peer = NULL;
		peer->socket->peer_gone =
		    socket->first && socket->type != SOCK_DGRAM;
		change(peer, POLLIN | POLLOUT | POLLHUP);
		socket->peer = NULL;
	}
}

static void socket_destroy(struct zrt_node *node)
{
	struct zrt_socket *socket = node->socket;

	while (socket->first)
		forget(socket);
	free(socket);
}

static const struct zrt_node_ops socket_ops = {
    .receive = socket_receive,
    .send = socket_send,
    .close = socket_close,
    .poll = socket_poll,
    .destroy = socket_destroy,
};

static struct zrt_node *new_socket(int type)
{
	struct zrt_socket *socket = calloc(1, sizeof(*socket));
	struct zrt_node *node;

	if (!socket) {
		errno = ENOMEM;
		return NULL;
	}
	node = __zrt_nameless_new(S_IFSOCK | 0777, &socket_ops);
	if (!node) {
		free(socket);
		return NULL;
	}
	socket->type = type;
	socket->last = &socket->first;
	socket->room = DEFAULT_ROOM;
	socket->receive_timeout = socket->send_timeout = -1;
	node->socket = socket;
	return node;
}

int __zrt_socket_pair(int type, struct zrt_node *pair[2])
{
	pair[0] = new_socket(type);
	pair[1] = pair[0] ? new_socket(type) : NULL;
	if (!pair[1]) {
		if (pair[0])
			__zrt_node_release(pair[0]);
		return -1;
	}
	pair[0]->socket->peer = pair[1];
	pair[1]->socket->peer = pair[0];
	return 0;
}

bool __zrt_is_socket(const struct zrt_node *node)
{
	return node->ops == &socket_ops;
}

int __zrt_socket_shutdown(struct zrt_node *node, int how)
{
	struct zrt_socket *socket = node->socket;

	if (how != SHUT_RD && how != SHUT_WR && how != SHUT_RDWR)
		return fail(EINVAL);
	if (!socket->peer && socket->type == SOCK_DGRAM)
		return fail(ENOTCONN);
	if (how != SHUT_WR) {
		socket->no_more_in = true;
		if (socket->peer)
			socket->peer->socket->no_more_out = true;
	}
	if (how != SHUT_RD) {
		socket->no_more_out = true;
		if (socket->peer)
			socket->peer->socket->no_more_in = true;
	}
	change(node, POLLIN | POLLOUT | POLLHUP);
	if (socket->peer)
		change(socket->peer, POLLIN | POLLOUT | POLLHUP);
	return 0;
}

int __zrt_socket_type(const struct zrt_node *node)
{
	return node->socket->type;
}

uint32_t *__zrt_socket_room(struct zrt_node *node)
{
	return &node->socket->room;
}

int64_t *__zrt_socket_timeout(struct zrt_node *node, bool sending)
{
	return sending ? &node->socket->send_timeout
		       : &node->socket->receive_timeout;
}

int __zrt_socket_readable(const struct zrt_node *node)
{
	const struct zrt_socket *socket = node->socket;
	size_t total = 0;

	if (node->ops != &socket_ops)
		return -1;
	for (const struct message *message = socket->first; message;
	     message = message->next) {
		total += message->size - message->taken;
		if (socket->type != SOCK_STREAM)
			break;
	}
	return (int)total;
}

/* A socket's name in the tree (mknod, an image): nobody listens there. */
static const struct zrt_node_ops file_ops = {0};

struct zrt_node *__zrt_socket_file_new(mode_t mode)
{
	return __zrt_node_new(S_IFSOCK | mode, &file_ops);
}
