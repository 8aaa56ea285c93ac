/* SPDX-License-Identifier: Apache-2.0
 *
 * Sockets inside the process: pairs without addresses.
 */
#ifndef ZRT_INTERNAL_SOCKET_H
#define ZRT_INTERNAL_SOCKET_H

#include "internal/fs.h"

/* Two connected nodes of a type (SOCK_*), used by nobody yet. */
int __zrt_socket_pair(int type, struct zrt_node *pair[2]);
bool __zrt_is_socket(const struct zrt_node *node);

/* Open files on their way to the other end, a reference to each. */
struct zrt_parcel {
	unsigned count;
	struct zrt_file *files[];
};

/* With room for so many, count 0; null and ENOBUFS. */
struct zrt_parcel *__zrt_parcel_new(unsigned count);
void __zrt_parcel_free(struct zrt_parcel *parcel); /* null too */

/* What came beside the bytes. */
struct zrt_receipt {
	size_t length;             /* of a datagram, not a stream */
	struct zrt_parcel *parcel; /* the caller's now; null: none */
};

/* flags: MSG_*. */
ssize_t __zrt_socket_receive(struct zrt_node *node, void *buffer, size_t size,
    int flags, struct zrt_receipt *receipt);
/* A parcel that was sent is null afterwards. */
ssize_t __zrt_socket_send(struct zrt_node *node, const void *buffer,
    size_t size, int flags, struct zrt_parcel **parcel);
/* how: SHUT_*. */
int __zrt_socket_shutdown(struct zrt_node *node, int how);
/* SO_TYPE, SO_SNDBUF, SO_RCVBUF and the timeouts in nanoseconds, -1 none. */
int __zrt_socket_type(const struct zrt_node *node);
uint32_t *__zrt_socket_room(struct zrt_node *node);
int64_t *__zrt_socket_timeout(struct zrt_node *node, bool sending);

#endif
