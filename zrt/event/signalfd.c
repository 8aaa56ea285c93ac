/* SPDX-License-Identifier: Apache-2.0
 *
 * signalfd: pending signals taken with read instead of a handler.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include "internal/eventfds.h"
#include "internal/fd.h"
#include "internal/signal.h"
#include "internal/stream.h"

_Static_assert(SFD_NONBLOCK == O_NONBLOCK && SFD_CLOEXEC == O_CLOEXEC,
    "flags of signalfd are those of open");
_Static_assert(
    sizeof(struct signalfd_siginfo) == 128, "programs read 128 bytes each");

struct listener {
	struct zrt_node *node;
	struct listener *next, *previous; /* all there are */
	sigset_t set;
	struct zrt_wait_queue changed;
};

static struct listener *listeners;

void __zrt_signalfd_changed(void)
{
	for (struct listener *one = listeners; one; one = one->next) {
		__zrt_wake_all(&one->changed);
		__zrt_io_change(one->node, POLLIN);
	}
}

static struct signalfd_siginfo describe(const siginfo_t *info)
{
	return (struct signalfd_siginfo){
	    .ssi_signo = (uint32_t)info->si_signo,
	    .ssi_code = info->si_code,
	    .ssi_pid = (uint32_t)info->si_pid,
	    .ssi_uid = info->si_uid,
	    .ssi_int = info->si_value.sival_int,
	    .ssi_ptr = (uintptr_t)info->si_value.sival_ptr,
	};
}

static ssize_t listener_receive(
    struct zrt_node *node, void *buffer, size_t size, int flags)
{
	struct listener *listener = node->object;
	siginfo_t info;
	size_t done = 0;

	if (__zrt_record_wait(node, sizeof(struct signalfd_siginfo), size,
		&listener->changed, flags, "read from a signalfd"))
		return -1;
	while (size - done >= sizeof(struct signalfd_siginfo) &&
	       __zrt_signal_take(listener->set, &info)) {
		struct signalfd_siginfo told = describe(&info);

		memcpy((char *)buffer + done, &told, sizeof(told));
		done += sizeof(told);
	}
	return (ssize_t)done;
}

static short listener_poll(struct zrt_node *node, int flags)
{
	const struct listener *listener = node->object;

	(void)flags;
	return __zrt_signals_pending() & listener->set ? POLLIN | POLLRDNORM
						       : 0;
}

static void listener_destroy(struct zrt_node *node)
{
	struct listener *listener = node->object;

	if (listener->previous)
		listener->previous->next = listener->next;
	else
		listeners = listener->next;
	if (listener->next)
		listener->next->previous = listener->previous;
	free(listener);
}

static const struct zrt_node_ops listener_ops = {
    .receive = listener_receive,
    .open = __zrt_refuse_open,
    .poll = listener_poll,
    .destroy = listener_destroy,
    .kind = "[signalfd]",
};

static int create(sigset_t set, int flags)
{
	struct zrt_node *node =
	    __zrt_object_new(sizeof(struct listener), &listener_ops);
	struct listener *listener;

	if (!node)
		return -1;
	listener = node->object;
	listener->node = node;
	listener->set = set;
	listener->next = listeners;
	if (listeners)
		listeners->previous = listener;
	listeners = listener;
	return __zrt_nameless_open(
	    node, O_RDWR | (flags & (O_NONBLOCK | O_CLOEXEC)));
}

int signalfd(int fd, const sigset_t *set, int flags)
{
	sigset_t wanted = *set & ~ZRT_UNMASKABLE;
	struct zrt_file *file;

	if (flags & ~(SFD_NONBLOCK | SFD_CLOEXEC))
		return __zrt_fail(EINVAL);
	if (fd == -1)
		return create(wanted, flags);
	file = __zrt_file_usable(fd);
	if (!file)
		return -1;
	if (file->node->ops != &listener_ops)
		return __zrt_fail(EINVAL);
	((struct listener *)file->node->object)->set = wanted;
	__zrt_signalfd_changed();
	return fd;
}
