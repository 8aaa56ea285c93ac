/* SPDX-License-Identifier: Apache-2.0
 *
 * Sockets inside the process: what one sends waits in a queue of another.
 *
 * Life of a connection: each end knows the other as its peer, and whoever has
 * a peer is in that one's list of senders. Of a datagram socket's senders it
 * need not know any. When a socket is closed, all its senders lose their peer
 * and keep its name.
 */
#ifndef ZRT_INTERNAL_SOCKET_H
#define ZRT_INTERNAL_SOCKET_H

#include <sys/socket.h>
#include <sys/un.h>
#include "internal/fs.h"
#include "internal/wait.h"

/* An address that was bound, shared by all who report it. */
struct zrt_socket_name {
	unsigned references;
	socklen_t length;
	struct sockaddr_un address;
};

struct zrt_socket_message;

struct zrt_socket {
	int type;
	bool closed, listening;
	bool connected;  /* has a peer, or had one that went */
	bool peer_reset; /* it went with data unread, or to another one */
	bool in_shut, out_shut;
	unsigned options;     /* booleans that mean nothing here, 1 << SO_* */
	struct linger linger; /* nor does this */

	struct zrt_node *peer;
	struct zrt_node *senders, *next_sender;
	struct zrt_socket_name *name, *peer_name; /* null: none */
	struct zrt_node *place; /* in the tree, where the name is a path */
	struct zrt_node *next_abstract, **abstract_link;

	struct zrt_socket_message *first, **last; /* received */
	size_t held;                              /* bytes in them */
	uint32_t room;                            /* that they may take */
	int64_t receive_timeout, send_timeout;    /* nanoseconds, -1: none */

	/* Ends of connections nobody has accepted yet. */
	struct zrt_node *first_pending, *last_pending, *next_pending;
	unsigned pending, backlog;

	/* Of those who wait to receive from it, to send to it, to connect. */
	struct zrt_wait_queue changed;
};

/* Open files on their way to the other end, a reference to each. */
struct zrt_parcel {
	unsigned count;
	struct zrt_file *files[];
};

/* With room for so many, count 0; null and ENOBUFS. */
struct zrt_parcel *__zrt_parcel_new(unsigned count);
void __zrt_parcel_free(struct zrt_parcel *parcel); /* null too */

/* What came beside the bytes; null where it is nothing. */
struct zrt_receipt {
	size_t length; /* of a datagram, not a stream */
	struct zrt_parcel *parcel;
	struct zrt_socket_name *from;
};

void __zrt_receipt_end(struct zrt_receipt *receipt);

/* Life and traffic (fs/socket.c). */

/* Used by nobody yet. */
struct zrt_node *__zrt_socket_new(int type);
bool __zrt_is_socket(const struct zrt_node *node);
/* The open file of a descriptor; null and EBADF, ENOTSOCK. */
struct zrt_file *__zrt_socket_file(int fd);
struct zrt_socket_name *__zrt_socket_peer_name(const struct zrt_socket *socket);
/* Tell all who wait at it. */
void __zrt_socket_change(struct zrt_node *node, short events);
void __zrt_socket_set_peer(struct zrt_node *node, struct zrt_node *peer);
/* Lose what it has received. */
void __zrt_socket_forget(struct zrt_node *node);
/* The clock's time when a wait with this timeout is over. */
int64_t __zrt_socket_deadline(int64_t timeout);

/* flags: MSG_*. */
ssize_t __zrt_socket_receive(struct zrt_node *node, void *buffer, size_t size,
    int flags, struct zrt_receipt *receipt);
/* To this datagram socket, or null: to the peer. A parcel that was sent is
 * null afterwards. */
ssize_t __zrt_socket_send(struct zrt_node *node, struct zrt_node *to,
    const void *buffer, size_t size, int flags, struct zrt_parcel **parcel);
int __zrt_socket_shutdown(struct zrt_node *node, int how); /* SHUT_* */

/* Connections (fs/connection.c). Whoever waits does so until the send timeout
 * (connect) or the receive timeout (accept), not at all with no_wait. */
int __zrt_socket_connect(
    struct zrt_node *node, struct zrt_node *to, bool no_wait);
/* The first who has connected, still in the queue. */
struct zrt_node *__zrt_socket_pending(struct zrt_node *node, bool no_wait);
/* Take it out; the caller holds it. */
void __zrt_socket_accepted(struct zrt_node *node);

/* Names (fs/socket_name.c). */
struct zrt_socket_name *__zrt_socket_name_hold(struct zrt_socket_name *name);
void __zrt_socket_name_drop(struct zrt_socket_name *name);
int __zrt_socket_bind(
    struct zrt_node *node, const struct sockaddr *address, socklen_t size);
/* The socket that is bound there. ENOENT, ECONNREFUSED, EPROTOTYPE: it is of
 * another type, EACCES. */
struct zrt_node *__zrt_socket_find(
    const struct sockaddr *address, socklen_t size, int type);

#endif
