/* SPDX-License-Identifier: Apache-2.0
 *
 * Waiting at streams, telling poll and epoll of changes, descriptors of what
 * has no name.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include "internal/fd.h"
#include "internal/stream.h"
#include "internal/watch.h"

/* Linked with what watches. */
#pragma weak __zrt_watches_tell

struct zrt_wait_queue __zrt_io_changed;

void __zrt_io_change(struct zrt_node *node, short events)
{
	if (node->watches)
		__zrt_watches_tell(node, events);
	__zrt_wake_all(&__zrt_io_changed);
}

int __zrt_stream_wait(struct zrt_wait_queue *changed, bool no_wait,
    bool *yielded, int64_t deadline, const char *what)
{
	int error = EAGAIN;

	if (!no_wait) {
		error = __zrt_wait(changed, deadline,
		    ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL | ZRT_WAIT_RESTART, what);
		if (error == ETIMEDOUT)
			error = EAGAIN;
	} else if (!*yielded) {
		*yielded = true;
		__zrt_yield();
		return 0;
	}
	if (error)
		errno = error;
	return error ? -1 : 0;
}

int __zrt_broken_pipe(void)
{
	raise(SIGPIPE);
	errno = EPIPE;
	return -1;
}

struct zrt_node *__zrt_nameless_new(mode_t mode, const struct zrt_node_ops *ops)
{
	struct zrt_node *node = __zrt_node_new(mode, ops);

	if (node) {
		node->get_position = node->put_position = false;
		node->owner = __zrt_who.user;
		node->group = __zrt_who.group;
	}
	return node;
}

int __zrt_nameless_open(struct zrt_node *node, int flags)
{
	struct zrt_file *file =
	    __zrt_file_new(node, flags & (O_ACCMODE | O_NONBLOCK));
	int fd;

	if (!file) {
		__zrt_node_release(node);
		return -1;
	}
	__zrt_file_hold(file);
	fd = __zrt_fd_install(file, 0, flags & O_CLOEXEC ? FD_CLOEXEC : 0);
	__zrt_file_drop(file);
	return fd;
}

int __zrt_refuse_open(struct zrt_node *node, int flags)
{
	(void)node, (void)flags;
	errno = ENXIO;
	return -1;
}
