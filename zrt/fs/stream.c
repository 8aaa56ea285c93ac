/* SPDX-License-Identifier: Apache-2.0
 *
 * Waiting at streams, telling poll and epoll of changes, descriptors of what
 * has no name.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
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

int __zrt_record_wait(struct zrt_node *node, size_t record, size_t size,
    struct zrt_wait_queue *changed, int flags, const char *what)
{
	bool yielded = false;

	if (size < record) {
		errno = EINVAL;
		return -1;
	}
	while (!(node->ops->poll(node, flags) & POLLIN)) {
		if (__zrt_stream_wait(changed, flags & O_NONBLOCK, &yielded,
			ZRT_FOREVER, what))
			return -1;
	}
	return 0;
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

struct zrt_node *__zrt_object_new(size_t size, const struct zrt_node_ops *ops)
{
	void *object = calloc(1, size);
	struct zrt_node *node = object ? __zrt_nameless_new(0600, ops) : NULL;

	if (node) {
		node->object = object;
	} else {
		free(object);
		errno = ENOMEM;
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
