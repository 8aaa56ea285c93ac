/* SPDX-License-Identifier: Apache-2.0
 *
 * poll, ppoll. Files and channels never block, so they are always ready;
 * pipes and sockets tell. One queue serves all who wait, and everything that
 * changes readiness wakes it.
 */
#include <errno.h>
#include "internal/fd.h"
#include "internal/pipe.h"
#include "internal/poll.h"
#include "internal/signal.h"

struct zrt_wait_queue __zrt_io_changed;

void __zrt_io_change(void)
{
	__zrt_wake_all(&__zrt_io_changed);
}

static short readiness(int fd)
{
	struct zrt_file *file = __zrt_file_usable(fd);

	if (!file)
		return POLLNVAL;
	if (file->node->ops->poll)
		return file->node->ops->poll(file->node, file->flags);
	return POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM;
}

static int scan(struct pollfd *fds, nfds_t count)
{
	int ready = 0, saved = errno;

	for (nfds_t i = 0; i < count; i++) {
		short wanted = fds[i].events | POLLERR | POLLHUP | POLLNVAL;

		fds[i].revents =
		    fds[i].fd < 0 ? 0 : readiness(fds[i].fd) & wanted;
		if (fds[i].revents)
			ready++;
	}
	errno = saved;
	return ready;
}

int __zrt_poll(struct pollfd *fds, nfds_t count, int64_t deadline,
    const sigset_t *mask, const char *what)
{
	sigset_t before = __zvm_tp->mask;
	int ready, error = 0;

	__zrt_cancellation_point();
	/* What that lets through is delivered in the wait, which it ends. */
	if (mask)
		__zvm_tp->mask = *mask & ~ZRT_UNMASKABLE;
	ready = scan(fds, count);
	if (!ready && deadline <= __zrt_clock_peek()) {
		/* Who asks in a loop lets the others come to an answer. */
		__zrt_yield();
		ready = scan(fds, count);
	} else {
		while (!ready && !error) {
			error = __zrt_wait(&__zrt_io_changed, deadline,
			    ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL, what);
			ready = scan(fds, count);
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

static int too_many(nfds_t count)
{
	if (count <= (nfds_t)__zrt_fd_limit)
		return 0;
	errno = EINVAL;
	return -1;
}

int poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
	struct timespec timeout = {
	    milliseconds / 1000, milliseconds % 1000 * 1000000L};

	if (too_many(count))
		return -1;
	return __zrt_poll(fds, count,
	    __zrt_poll_deadline(milliseconds < 0 ? NULL : &timeout), NULL,
	    "poll");
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
    const sigset_t *mask)
{
	if (timeout && (timeout->tv_sec < 0 || timeout->tv_nsec < 0 ||
			   timeout->tv_nsec >= 1000000000)) {
		errno = EINVAL;
		return -1;
	}
	if (too_many(count))
		return -1;
	return __zrt_poll(
	    fds, count, __zrt_poll_deadline(timeout), mask, "ppoll");
}
