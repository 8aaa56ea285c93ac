/* SPDX-License-Identifier: Apache-2.0
 *
 * Sockets: life and traffic. What one sends waits in a queue at another,
 * message by message; a stream reads across their borders.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include "internal/fd.h"
#include "internal/pipe.h"
#include "internal/socket.h"
#include "internal/stream.h"

/* Linked with what binds names. */
#pragma weak __zrt_socket_name_hold
#pragma weak __zrt_socket_name_drop

#define DEFAULT_ROOM 212992u

struct zrt_socket_message {
	struct zrt_socket_message *next;
	struct zrt_parcel *parcel;    /* null: none, or taken */
	struct zrt_socket_name *from; /* of a datagram; null: none */
	size_t size, taken;
	uint8_t bytes[];
};

static struct zrt_socket_name *hold_name(struct zrt_socket_name *name)
{
	return name ? __zrt_socket_name_hold(name) : NULL;
}

static void drop_name(struct zrt_socket_name *name)
{
	if (name)
		__zrt_socket_name_drop(name);
}

void __zrt_socket_change(struct zrt_node *node, short events)
{
	__zrt_wake_all(&node->socket->changed);
	__zrt_io_change(node, events);
}

static void change_senders(const struct zrt_socket *socket, short events)
{
	for (struct zrt_node *sender = socket->senders; sender;
	     sender = sender->socket->next_sender)
		__zrt_io_change(sender, events);
}

int64_t __zrt_socket_deadline(int64_t timeout)
{
	return timeout < 0 ? ZRT_FOREVER : __zrt_clock_peek() + timeout;
}

static bool keeps_connection(const struct zrt_socket *socket)
{
	return socket->type != SOCK_DGRAM;
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

void __zrt_receipt_end(struct zrt_receipt *receipt)
{
	__zrt_parcel_free(receipt->parcel);
	drop_name(receipt->from);
	*receipt = (struct zrt_receipt){.length = receipt->length};
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
	struct zrt_socket_message *message = socket->first;

	socket->held -= message->size;
	socket->first = message->next;
	if (!socket->first)
		socket->last = &socket->first;
	__zrt_parcel_free(message->parcel);
	drop_name(message->from);
	free(message);
}

void __zrt_socket_forget(struct zrt_node *node)
{
	while (node->socket->first)
		forget(node->socket);
	change_senders(node->socket, POLLOUT);
}

/* Bytes of the message into what is left of the receiver's buffer, and the
 * files that came with it. */
static void unpack(struct zrt_socket_message *message,
    struct zrt_receipt *receipt, uint8_t *to, size_t size, bool peek)
{
	memcpy(to, message->bytes + message->taken, size);
	if (message->from)
		receipt->from = hold_name(message->from);
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
	struct zrt_socket_message *message = socket->first, *next;
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

struct zrt_socket_name *__zrt_socket_peer_name(const struct zrt_socket *socket)
{
	return socket->peer ? socket->peer->socket->name : socket->peer_name;
}

/* Nothing more will come. */
static bool ended(const struct zrt_socket *socket)
{
	return socket->in_shut || (keeps_connection(socket) && !socket->peer);
}

/* ECONNRESET, once. */
static bool was_reset(struct zrt_socket *socket)
{
	if (!socket->peer_reset)
		return false;
	socket->peer_reset = false;
	errno = ECONNRESET;
	return true;
}

/* Until there is a message: 1; 0 at the end, or -1. */
static int await_message(
    struct zrt_socket *socket, bool no_wait, int64_t deadline)
{
	bool yielded = false;

	while (!socket->first) {
		if (ended(socket) && was_reset(socket))
			return -1;
		if (ended(socket))
			return socket->connected || !keeps_connection(socket) ||
				       socket->in_shut
				   ? 0
				   : __zrt_fail(ENOTCONN);
		if (__zrt_stream_wait(&socket->changed, no_wait, &yielded,
			deadline, "receive from a socket"))
			return -1;
	}
	return 1;
}

ssize_t __zrt_socket_receive(struct zrt_node *node, void *buffer, size_t size,
    int flags, struct zrt_receipt *receipt)
{
	struct zrt_socket *socket = node->socket;
	int64_t deadline = __zrt_socket_deadline(socket->receive_timeout);
	bool peek = flags & MSG_PEEK, whole = false;
	size_t done = 0;

	*receipt = (struct zrt_receipt){0};
	if (socket->type != SOCK_STREAM && was_reset(socket))
		return -1;
	if (socket->type == SOCK_STREAM) {
		if (!size && socket->connected)
			return 0;
		whole = (flags & MSG_WAITALL) && !peek;
	}
	do {
		int more =
		    await_message(socket, flags & MSG_DONTWAIT, deadline);

		if (more <= 0)
			return done ? (ssize_t)done : more;
		done += take(socket, (uint8_t *)buffer + done, size - done,
		    peek, receipt);
		__zrt_wake_all(&socket->changed);
		change_senders(socket, POLLOUT);
	} while (whole && done < size && !receipt->parcel);
	if (keeps_connection(socket))
		receipt->from = hold_name(__zrt_socket_peer_name(socket));
	__zrt_node_touch(&node->accessed, NULL);
	return (ssize_t)done;
}

static int deliver(struct zrt_node *node, struct zrt_socket_name *from,
    const uint8_t *bytes, size_t size, struct zrt_parcel **parcel)
{
	struct zrt_socket *to = node->socket;
	struct zrt_socket_message *message = malloc(sizeof(*message) + size);

	if (!message)
		return __zrt_fail(ENOBUFS);
	message->next = NULL;
	message->parcel = *parcel;
	*parcel = NULL;
	message->from = keeps_connection(to) ? NULL : hold_name(from);
	message->size = size;
	message->taken = 0;
	memcpy(message->bytes, bytes, size);
	*to->last = message;
	to->last = &message->next;
	to->held += size;
	__zrt_socket_change(node, POLLIN);
	return 0;
}

/* The signal tells of the end of a connection. */
static int broken(const struct zrt_socket *socket, int flags)
{
	return (flags & MSG_NOSIGNAL) || !keeps_connection(socket)
		   ? __zrt_fail(EPIPE)
		   : __zrt_broken_pipe();
}

/* Who may get the next bytes; null when nobody. */
static struct zrt_node *receiver(
    struct zrt_node *node, struct zrt_node *to, int flags)
{
	struct zrt_socket *socket = node->socket;
	bool refused = to && to->socket->closed;

	if (!to)
		to = socket->peer;
	if (!socket->out_shut && !to && !keeps_connection(socket)) {
		refused = socket->connected;
		socket->connected = false;
	}
	if (refused)
		__zrt_fail(ECONNREFUSED);
	else if (!socket->out_shut && !to && !socket->connected)
		__zrt_fail(ENOTCONN);
	else if (socket->out_shut || !to || to->socket->in_shut)
		broken(socket, flags);
	else if (!keeps_connection(socket) && to->socket->peer &&
		 to->socket->peer != node)
		__zrt_fail(EPERM); /* it hears another one only */
	else
		return to;
	return NULL;
}

/* Until something changes at the receiver, which may end meanwhile. */
static int await_room(
    struct zrt_node *to, bool no_wait, bool *yielded, int64_t deadline)
{
	int result;

	to->uses++;
	result = __zrt_stream_wait(&to->socket->changed, no_wait, yielded,
	    deadline, "send to a socket");
	to->uses--;
	__zrt_node_release(to);
	return result;
}

ssize_t __zrt_socket_send(struct zrt_node *node, struct zrt_node *to,
    const void *buffer, size_t size, int flags, struct zrt_parcel **parcel)
{
	struct zrt_socket *socket = node->socket;
	int64_t deadline = __zrt_socket_deadline(socket->send_timeout);
	bool yielded = false, stream = socket->type == SOCK_STREAM;
	size_t done = 0;

	if (!stream && size > socket->room)
		return __zrt_fail(EMSGSIZE);
	if (!stream && was_reset(socket))
		return -1;
	do {
		struct zrt_node *target =
		    receiver(node, to, done ? MSG_NOSIGNAL : flags);
		size_t part = size - done, held, room;

		if (!target)
			return done ? (ssize_t)done : -1;
		held = target->socket->held;
		room = held < target->socket->room ? target->socket->room - held
						   : 0;
		if (stream ? size && !room : held && room < size) {
			if (await_room(target, flags & MSG_DONTWAIT, &yielded,
				deadline))
				return done ? (ssize_t)done : -1;
			continue;
		}
		if (stream && part > room)
			part = room;
		if ((!stream || part) &&
		    deliver(target, socket->name,
			(const uint8_t *)buffer + done, part, parcel))
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

	__zrt_receipt_end(&receipt);
	return done;
}

static ssize_t socket_send(
    struct zrt_node *node, const void *buffer, size_t size, int flags)
{
	struct zrt_parcel *none = NULL;

	return __zrt_socket_send(node, NULL, buffer, size,
	    flags & O_NONBLOCK ? MSG_DONTWAIT : 0, &none);
}

static short socket_poll(struct zrt_node *node, int flags)
{
	struct zrt_socket *socket = node->socket;
	struct zrt_socket *to = socket->peer ? socket->peer->socket : NULL;
	bool gone = !to && keeps_connection(socket);
	short ready = 0;

	(void)flags;
	if (socket->listening)
		return socket->pending ? POLLIN | POLLRDNORM : 0;
	if (socket->first || socket->in_shut || (gone && socket->connected))
		ready |= POLLIN | POLLRDNORM;
	if (!to || to->held < to->room || to->in_shut)
		ready |= POLLOUT | POLLWRNORM;
	if (gone || (socket->in_shut && socket->out_shut))
		ready |= POLLHUP;
	if (socket->in_shut || (gone && socket->connected))
		ready |= POLLRDHUP;
	if (socket->peer_reset)
		ready |= POLLERR;
	return ready;
}

/* Give up the peer, but for its name. */
static void part_from_peer(struct zrt_node *node)
{
	struct zrt_socket *socket = node->socket;
	struct zrt_node **link = &socket->peer->socket->senders;

	while (*link != node)
		link = &(*link)->socket->next_sender;
	*link = socket->next_sender;
	drop_name(socket->peer_name);
	socket->peer_name = hold_name(__zrt_socket_peer_name(socket));
	socket->peer = NULL;
}

void __zrt_socket_set_peer(struct zrt_node *node, struct zrt_node *peer)
{
	struct zrt_socket *socket = node->socket;

	if (socket->peer)
		part_from_peer(node);
	socket->connected = peer;
	if (!peer)
		return;
	socket->peer = peer;
	socket->next_sender = peer->socket->senders;
	peer->socket->senders = node;
}

static void unbind(struct zrt_socket *socket)
{
	drop_name(socket->name);
	socket->name = NULL;
	if (socket->abstract_link) {
		*socket->abstract_link = socket->next_abstract;
		if (socket->next_abstract)
			socket->next_abstract->socket->abstract_link =
			    socket->abstract_link;
	}
	if (socket->place) {
		socket->place->bound = NULL;
		socket->place->uses--;
		__zrt_node_release(socket->place);
	}
}

static void end(struct zrt_node *node, bool unaccepted)
{
	struct zrt_socket *socket = node->socket;

	socket->closed = true;
	while (socket->senders) {
		struct zrt_node *sender = socket->senders;

		sender->socket->peer_reset |=
		    keeps_connection(socket) && (socket->first || unaccepted);
		part_from_peer(sender);
		__zrt_socket_change(sender, POLLIN | POLLOUT | POLLHUP);
	}
	if (socket->peer)
		part_from_peer(node);
	while (socket->first_pending) {
		struct zrt_node *pending = socket->first_pending;

		socket->first_pending = pending->socket->next_pending;
		pending->uses--;
		end(pending, true);
		__zrt_node_release(pending);
	}
	__zrt_socket_forget(node);
	unbind(socket);
	__zrt_socket_change(node, POLLIN | POLLOUT | POLLHUP);
}

/* Called once: a socket has one open file, for it cannot be opened by a path.
 * Whoever waits at it finds it closed. */
static void socket_close(struct zrt_node *node, int flags)
{
	(void)flags;
	end(node, false);
}

static void socket_destroy(struct zrt_node *node)
{
	struct zrt_socket *socket = node->socket;

	drop_name(socket->peer_name);
	free(socket);
}

static const struct zrt_node_ops socket_ops = {
    .receive = socket_receive,
    .send = socket_send,
    .open = __zrt_refuse_open,
    .close = socket_close,
    .poll = socket_poll,
    .destroy = socket_destroy,
};

struct zrt_node *__zrt_socket_new(int type)
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

bool __zrt_is_socket(const struct zrt_node *node)
{
	return node->ops == &socket_ops;
}

struct zrt_file *__zrt_socket_file(int fd)
{
	struct zrt_file *file = __zrt_file_usable(fd);

	if (file && !__zrt_is_socket(file->node)) {
		errno = ENOTSOCK;
		return NULL;
	}
	return file;
}

static void shut(struct zrt_node *node, bool in, bool out)
{
	node->socket->in_shut |= in;
	node->socket->out_shut |= out;
	__zrt_socket_change(node, POLLIN | POLLOUT | POLLHUP);
}

int __zrt_socket_shutdown(struct zrt_node *node, int how)
{
	struct zrt_socket *socket = node->socket;
	bool in = how != SHUT_WR, out = how != SHUT_RD;

	if (how != SHUT_RD && how != SHUT_WR && how != SHUT_RDWR)
		return __zrt_fail(EINVAL);
	if (!socket->connected && !socket->listening)
		return __zrt_fail(ENOTCONN);
	shut(node, in, out);
	if (socket->peer && keeps_connection(socket))
		shut(socket->peer, out, in);
	return 0;
}

int __zrt_socket_readable(const struct zrt_node *node)
{
	const struct zrt_socket *socket = node->socket;
	size_t total = 0;

	if (node->ops != &socket_ops)
		return -1;
	for (const struct zrt_socket_message *message = socket->first; message;
	     message = message->next) {
		total += message->size - message->taken;
		if (!keeps_connection(socket))
			break;
	}
	return (int)total;
}

/* A socket's name in the tree. The socket itself is there while it is bound. */
static const struct zrt_node_ops file_ops = {0};

struct zrt_node *__zrt_socket_file_new(mode_t mode)
{
	return __zrt_node_new(S_IFSOCK | mode, &file_ops);
}
