/* SPDX-License-Identifier: Apache-2.0
 *
 * eventfd: a counter that threads wait at with read, write and poll. Its
 * largest value is one below that of its type.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/stream.h"

_Static_assert(EFD_NONBLOCK == O_NONBLOCK && EFD_CLOEXEC == O_CLOEXEC,
    "flags of eventfd are those of open");

#define LARGEST (UINT64_MAX - 1)

struct counter {
	uint64_t value;
	bool semaphore;
	struct zrt_wait_queue changed;
};

static int invalid(void)
{
	errno = EINVAL;
	return -1;
}

static void change(struct zrt_node *node, short events)
{
	struct counter *counter = node->object;

	__zrt_wake_all(&counter->changed);
	__zrt_io_change(node, events);
}

static ssize_t counter_receive(
    struct zrt_node *node, void *buffer, size_t size, int flags)
{
	struct counter *counter = node->object;
	uint64_t value;

	if (__zrt_record_wait(node, sizeof(value), size, &counter->changed,
		flags, "read from an eventfd"))
		return -1;
	value = counter->semaphore ? 1 : counter->value;
	counter->value -= value;
	memcpy(buffer, &value, sizeof(value));
	change(node, POLLOUT);
	return sizeof(value);
}

static ssize_t counter_send(
    struct zrt_node *node, const void *buffer, size_t size, int flags)
{
	struct counter *counter = node->object;
	bool yielded = false;
	uint64_t value;

	if (size < sizeof(value))
		return invalid();
	memcpy(&value, buffer, sizeof(value));
	if (value > LARGEST)
		return invalid();
	while (value > LARGEST - counter->value) {
		if (__zrt_stream_wait(&counter->changed, flags & O_NONBLOCK,
			&yielded, ZRT_FOREVER, "write to an eventfd"))
			return -1;
	}
	counter->value += value;
	change(node, POLLIN);
	return sizeof(value);
}

static short counter_poll(struct zrt_node *node, int flags)
{
	const struct counter *counter = node->object;

	(void)flags;
	return (counter->value ? POLLIN | POLLRDNORM : 0) |
	       (counter->value < LARGEST ? POLLOUT | POLLWRNORM : 0);
}

static void counter_destroy(struct zrt_node *node)
{
	free(node->object);
}

static const struct zrt_node_ops counter_ops = {
    .receive = counter_receive,
    .send = counter_send,
    .open = __zrt_refuse_open,
    .poll = counter_poll,
    .destroy = counter_destroy,
    .kind = "[eventfd]",
};

int eventfd(unsigned value, int flags)
{
	struct counter *counter;
	struct zrt_node *node;

	if (flags & ~(EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC))
		return invalid();
	node = __zrt_object_new(sizeof(*counter), &counter_ops);
	if (!node)
		return -1;
	counter = node->object;
	counter->value = value;
	counter->semaphore = flags & EFD_SEMAPHORE;
	return __zrt_nameless_open(
	    node, O_RDWR | (flags & (O_NONBLOCK | O_CLOEXEC)));
}

int eventfd_read(int fd, eventfd_t *value)
{
	return read(fd, value, sizeof(*value)) == sizeof(*value) ? 0 : -1;
}

int eventfd_write(int fd, eventfd_t value)
{
	return write(fd, &value, sizeof(value)) == sizeof(value) ? 0 : -1;
}
