/* SPDX-License-Identifier: Apache-2.0
 *
 * Pipes and FIFOs. The ring exists while somebody has it open: what is left
 * in a FIFO when the last open file goes is lost, as POSIX says.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include "internal/pipe.h"
#include "internal/stream.h"

#define DEFAULT_SIZE 65536u
#define LARGEST_SIZE 1048576u

struct zrt_pipe {
	uint8_t *ring;
	uint32_t size, start, count;
	unsigned readers, writers;
	/* How many came ever: who waits for one must see also him who left
	 * again at once. */
	unsigned readers_ever, writers_ever;
	struct zrt_wait_queue changed;
};

static void change(struct zrt_node *node, short events)
{
	__zrt_wake_all(&node->pipe->changed);
	__zrt_io_change(node, events);
}

/* Until something changes; what it was, the caller finds out. */
static int await(
    struct zrt_pipe *pipe, int flags, bool *yielded, const char *what)
{
	return __zrt_stream_wait(
	    &pipe->changed, flags & O_NONBLOCK, yielded, ZRT_FOREVER, what);
}

static void copy_out(struct zrt_pipe *pipe, uint8_t *to, uint32_t size)
{
	uint32_t first = pipe->size - pipe->start;

	if (first > size)
		first = size;
	memcpy(to, pipe->ring + pipe->start, first);
	memcpy(to + first, pipe->ring, size - first);
	pipe->count -= size;
	pipe->start = pipe->count ? (pipe->start + size) % pipe->size : 0;
}

static void copy_in(struct zrt_pipe *pipe, const uint8_t *from, uint32_t size)
{
	uint32_t end = (pipe->start + pipe->count) % pipe->size;
	uint32_t first = pipe->size - end;

	if (first > size)
		first = size;
	memcpy(pipe->ring + end, from, first);
	memcpy(pipe->ring, from + first, size - first);
	pipe->count += size;
}

static ssize_t pipe_receive(
    struct zrt_node *node, void *buffer, size_t size, int flags)
{
	struct zrt_pipe *pipe = node->pipe;
	bool yielded = false;

	if (!size)
		return 0;
	while (!pipe->count) {
		if (!pipe->writers)
			return 0;
		if (await(pipe, flags, &yielded, "read from a pipe"))
			return -1;
	}
	if (size > pipe->count)
		size = pipe->count;
	copy_out(pipe, buffer, (uint32_t)size);
	__zrt_node_touch(&node->accessed, NULL);
	change(node, POLLOUT);
	return (ssize_t)size;
}

static ssize_t pipe_send(
    struct zrt_node *node, const void *buffer, size_t size, int flags)
{
	struct zrt_pipe *pipe = node->pipe;
	bool yielded = false;
	size_t done = 0;

	if (!size)
		return 0;
	while (done < size) {
		uint32_t room = pipe->size - pipe->count;
		size_t part = size - done;

		if (!pipe->readers)
			return done ? (ssize_t)done : __zrt_broken_pipe();
		/* Up to PIPE_BUF bytes go in at once or not at all. */
		if (!room || (size <= PIPE_BUF && room < size)) {
			if (await(pipe, flags, &yielded, "write to a pipe"))
				return done ? (ssize_t)done : -1;
			continue;
		}
		if (part > room)
			part = room;
		copy_in(pipe, (const uint8_t *)buffer + done, (uint32_t)part);
		done += part;
		__zrt_node_touch(&node->modified, &node->changed);
		change(node, POLLIN);
	}
	return (ssize_t)done;
}

static void leave(struct zrt_node *node, int flags)
{
	struct zrt_pipe *pipe = node->pipe;
	int access = flags & O_ACCMODE;

	if (access != O_WRONLY)
		pipe->readers--;
	if (access != O_RDONLY)
		pipe->writers--;
	if (pipe->readers || pipe->writers) {
		change(node, POLLIN | POLLOUT | POLLHUP);
		return;
	}
	node->pipe = NULL;
	free(pipe->ring);
	free(pipe);
}

static void pipe_close(struct zrt_node *node, int flags)
{
	leave(node, flags);
}

static struct zrt_pipe *pipe_new(void)
{
	struct zrt_pipe *pipe = calloc(1, sizeof(*pipe));

	if (pipe) {
		pipe->ring = malloc(DEFAULT_SIZE);
		pipe->size = DEFAULT_SIZE;
	}
	if (!pipe || !pipe->ring) {
		free(pipe);
		errno = ENOMEM;
		return NULL;
	}
	return pipe;
}

/* POSIX: one who reads waits for one who writes and the reverse. */
static int meet(struct zrt_node *node, int flags)
{
	struct zrt_pipe *pipe = node->pipe;
	bool reading = (flags & O_ACCMODE) == O_RDONLY;
	const unsigned *others = reading ? &pipe->writers : &pipe->readers;
	const unsigned *ever =
	    reading ? &pipe->writers_ever : &pipe->readers_ever;
	unsigned before = *ever;

	if (flags & O_NONBLOCK)
		return reading || *others ? 0 : __zrt_fail(ENXIO);
	while (!*others && *ever == before) {
		int error = __zrt_wait(&pipe->changed, ZRT_FOREVER,
		    ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL | ZRT_WAIT_RESTART,
		    reading ? "open a FIFO for reading"
			    : "open a FIFO for writing");

		if (error)
			return __zrt_fail(error);
	}
	return 0;
}

int __zrt_pipe_join(struct zrt_node *node, int flags)
{
	int access = flags & O_ACCMODE;

	if (!node->pipe)
		node->pipe = pipe_new();
	if (!node->pipe)
		return -1;
	if (access != O_WRONLY) {
		node->pipe->readers++;
		node->pipe->readers_ever++;
	}
	if (access != O_RDONLY) {
		node->pipe->writers++;
		node->pipe->writers_ever++;
	}
	change(node, POLLIN | POLLOUT | POLLHUP);
	return 0;
}

static int pipe_open(struct zrt_node *node, int flags)
{
	if (__zrt_pipe_join(node, flags))
		return -1;
	if ((flags & O_ACCMODE) != O_RDWR && meet(node, flags)) {
		leave(node, flags);
		return -1;
	}
	return 0;
}

static short pipe_poll(struct zrt_node *node, int flags)
{
	struct zrt_pipe *pipe = node->pipe;
	int access = flags & O_ACCMODE;
	short ready = 0;

	if (access != O_WRONLY) {
		if (pipe->count)
			ready |= POLLIN | POLLRDNORM;
		if (!pipe->writers && pipe->writers_ever)
			ready |= POLLHUP;
	}
	if (access != O_RDONLY) {
		if (pipe->size - pipe->count >= PIPE_BUF)
			ready |= POLLOUT | POLLWRNORM;
		if (!pipe->readers)
			ready |= POLLERR;
	}
	return ready;
}

static const struct zrt_node_ops pipe_ops = {
    .receive = pipe_receive,
    .send = pipe_send,
    .open = pipe_open,
    .close = pipe_close,
    .poll = pipe_poll,
};

struct zrt_node *__zrt_fifo_new(mode_t mode)
{
	struct zrt_node *node = __zrt_node_new(S_IFIFO | mode, &pipe_ops);

	if (node)
		node->get_position = node->put_position = false;
	return node;
}

int __zrt_pipe_size(struct zrt_node *node, int wanted)
{
	struct zrt_pipe *pipe = node->ops == &pipe_ops ? node->pipe : NULL;
	uint32_t size = ZVM_PAGE_SIZE, count;
	uint8_t *ring;

	if (!pipe)
		return __zrt_fail(EBADF);
	if (wanted < 0)
		return __zrt_fail(EINVAL);
	if (!wanted)
		return (int)pipe->size;
	if ((uint32_t)wanted > LARGEST_SIZE)
		return __zrt_fail(EPERM);
	while (size < (uint32_t)wanted)
		size *= 2;
	if (size < pipe->count)
		return __zrt_fail(EBUSY);
	ring = malloc(size);
	if (!ring)
		return __zrt_fail(ENOMEM);
	count = pipe->count;
	copy_out(pipe, ring, count);
	free(pipe->ring);
	pipe->ring = ring;
	pipe->size = size;
	pipe->start = 0;
	pipe->count = count;
	change(node, POLLOUT);
	return (int)size;
}

int __zrt_pipe_readable(const struct zrt_node *node)
{
	return node->ops == &pipe_ops && node->pipe ? (int)node->pipe->count
						    : -1;
}
