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

/* flags: MSG_*. What a datagram had beyond size goes into *cut. */
ssize_t __zrt_socket_receive(
    struct zrt_node *node, void *buffer, size_t size, int flags, bool *cut);
ssize_t __zrt_socket_send(
    struct zrt_node *node, const void *buffer, size_t size, int flags);
/* how: SHUT_*. */
int __zrt_socket_shutdown(struct zrt_node *node, int how);
/* SO_TYPE, SO_SNDBUF, SO_RCVBUF and the timeouts in nanoseconds, -1 none. */
int __zrt_socket_type(const struct zrt_node *node);
uint32_t *__zrt_socket_room(struct zrt_node *node);
int64_t *__zrt_socket_timeout(struct zrt_node *node, bool sending);

#endif
