/* SPDX-License-Identifier: Apache-2.0
 *
 * What all streams inside the process share: pipes, sockets, and the kinds of
 * file that only a call makes (event/).
 */
#ifndef ZRT_INTERNAL_STREAM_H
#define ZRT_INTERNAL_STREAM_H

#include "internal/fs.h"
#include "internal/wait.h"

/* Until something at a stream changes, or the deadline, which is EAGAIN like
 * not waiting at all. A program that tries without waiting lets the other
 * threads run once, so that a loop of it ends; *yielded tells that. What
 * changed, the caller finds out. */
int __zrt_stream_wait(struct zrt_wait_queue *changed, bool no_wait,
    bool *yielded, int64_t deadline, const char *what);

/* Until the node's poll says that there is something to read, as records of a
 * size; EINVAL when the buffer has no room for one. */
int __zrt_record_wait(struct zrt_node *node, size_t record, size_t size,
    struct zrt_wait_queue *changed, int flags, const char *what);

/* To be called after every change that poll may be waiting for: there is more
 * to read (POLLIN), more room to write (POLLOUT), an end was closed or shut
 * down (POLLHUP with both). */
void __zrt_io_change(struct zrt_node *node, short events);

/* EPIPE, and the signal that goes with it. */
int __zrt_broken_pipe(void);

/* A node that never has a name, owned by the process. */
struct zrt_node *__zrt_nameless_new(
    mode_t mode, const struct zrt_node_ops *ops);
/* The same for a kind in event/, mode 0600, with its object: made here for the
 * caller to fill in, all zero. */
struct zrt_node *__zrt_object_new(size_t size, const struct zrt_node_ops *ops);
/* Its first descriptor, the lowest, open as flags say (O_ACCMODE, O_NONBLOCK,
 * O_CLOEXEC). The node goes when that fails. */
int __zrt_nameless_open(struct zrt_node *node, int flags);

/* For the open of what cannot be opened once more, by /proc/self/fd. */
int __zrt_refuse_open(struct zrt_node *node, int flags);

#endif
