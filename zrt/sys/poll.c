/* SPDX-License-Identifier: Apache-2.0
 *
 * poll, ppoll. Files and channels never block, so they are always ready;
 * pipes and sockets tell. One queue serves all who wait, and everything that
 * changes readiness wakes it.
 */
#include <errno.h>
#include "internal/fd.h"
#include "internal/poll.h"
#include "internal/signal.h"
#include "internal/timespec.h"

short __zrt_file_ready(struct zrt_file *file)
{
	if (file->node->ops->poll)
		return file->node->ops->poll(file->node, file->flags);
	return POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM;
}

struct asked {
	struct pollfd *fds;
	nfds_t count;
};

static int scan(void *argument)
{
	const struct asked *asked = argument;
	int ready = 0, saved = errno;

	for (nfds_t i = 0; i < asked->count; i++) {
		struct pollfd *one = &asked->fds[i];
		struct zrt_file *file = __zrt_file_usable(one->fd);

		one->revents = 0;
		if (file)
			one->revents = __zrt_file_ready(file) &
				       (one->events | POLLERR | POLLHUP);
		else if (one->fd >= 0)
			one->revents = POLLNVAL;
		if (one->revents)
			ready++;
	}
	errno = saved;
	return ready;
}

int __zrt_poll_until(int (*look)(void *), void *argument, int64_t deadline,
    const sigset_t *mask, const char *what)
{
	sigset_t before = __zvm_tp->mask;
	int ready, error = 0;

	__zrt_cancellation_point();
	/* What that lets through is delivered in the wait, which it ends. */
	if (mask)
		__zvm_tp->mask = *mask & ~ZRT_UNMASKABLE;
	ready = look(argument);
	if (!ready && deadline <= __zrt_clock_peek()) {
		/* Who asks in a loop lets the others come to an answer. */
		__zrt_yield();
		ready = look(argument);
	} else {
		while (!ready && !error) {
			error = __zrt_wait(&__zrt_io_changed, deadline,
			    ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL, what);
			ready = look(argument);
		}
	}
	if (mask)
		sigprocmask(SIG_SETMASK, &before, NULL);
	if (!ready && error == EINTR) {
		errno = EINTR;
		return -1;
	}
	return ready;
}

int __zrt_poll(struct pollfd *fds, nfds_t count, int64_t deadline,
    const sigset_t *mask, const char *what)
{
	struct asked asked = {fds, count};

	return __zrt_poll_until(scan, &asked, deadline, mask, what);
}

int64_t __zrt_poll_deadline(const struct timespec *timeout)
{
	int64_t end;

	if (!timeout ||
	    __builtin_mul_overflow(timeout->tv_sec, 1000000000, &end) ||
	    __builtin_add_overflow(end, timeout->tv_nsec, &end) ||
	    __builtin_add_overflow(end, __zrt_clock_peek(), &end))
		return ZRT_FOREVER;
	return end;
}

int64_t __zrt_poll_deadline_ms(int milliseconds)
{
	struct timespec timeout = {
	    milliseconds / 1000, milliseconds % 1000 * 1000000L};

	return __zrt_poll_deadline(milliseconds < 0 ? NULL : &timeout);
}

bool __zrt_poll_timeout_valid(const struct timespec *timeout)
{
	if (!timeout || (timeout->tv_sec >= 0 && __zrt_timespec_valid(timeout)))
		return true;
	errno = EINVAL;
	return false;
}

static int too_many(nfds_t count)
{
	if (count <= (nfds_t)__zrt_fd_limit)
		return 0;
	errno = EINVAL;
	return -1;
}

int poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
	if (too_many(count))
		return -1;
	return __zrt_poll(
	    fds, count, __zrt_poll_deadline_ms(milliseconds), NULL, "poll");
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
    const sigset_t *mask)
{
	if (!__zrt_poll_timeout_valid(timeout) || too_many(count))
		return -1;
	return __zrt_poll(
	    fds, count, __zrt_poll_deadline(timeout), mask, "ppoll");
}
