/* SPDX-License-Identifier: Apache-2.0
 *
 * Pipes and FIFOs: a ring of bytes between open files.
 */
#ifndef ZRT_INTERNAL_PIPE_H
#define ZRT_INTERNAL_PIPE_H

#include "internal/fs.h"

/* The number of bytes a pipe holds; wanted > 0 sets it first. -1 and EBADF
 * when the node is no pipe. */
int __zrt_pipe_size(struct zrt_node *node, int wanted);

/* Open it without waiting for anybody at the other end. */
int __zrt_pipe_join(struct zrt_node *node, int flags);

/* Bytes that can be read now: pipes, sockets; -1 when the node is neither. */
int __zrt_pipe_readable(const struct zrt_node *node);
int __zrt_socket_readable(const struct zrt_node *node);

#endif
