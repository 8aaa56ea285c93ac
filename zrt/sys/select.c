/* SPDX-License-Identifier: Apache-2.0
 *
 * select, pselect: poll with bit sets. The sets may be larger than fd_set
 * says; count tells how much of them is looked at.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include "internal/fd.h"
#include "internal/poll.h"
#include "internal/wait.h"

/* What select counts as readable, writable and exceptional. */
#define READABLE    (POLLIN | POLLRDNORM | POLLHUP | POLLERR)
#define WRITABLE    (POLLOUT | POLLWRNORM | POLLERR)
#define EXCEPTIONAL POLLPRI

static bool has(const fd_set *set, int fd)
{
	return set && (set->__fds_bits[fd / _NFDBITS] >> (fd % _NFDBITS) & 1);
}

static void put(fd_set *set, int fd)
{
	set->__fds_bits[fd / _NFDBITS] |= (__fd_mask)1 << (fd % _NFDBITS);
}

static void clear(fd_set *set, int count)
{
	if (set)
		memset(set, 0,
		    (size_t)(count + _NFDBITS - 1) / _NFDBITS *
			sizeof(__fd_mask));
}

/* The descriptors named in any set; -1 for one that is not open. */
static int collect(int count, const fd_set *read, const fd_set *write,
    const fd_set *except, struct pollfd *fds)
{
	int used = 0;

	for (int fd = 0; fd < count; fd++) {
		short events = (has(read, fd) ? POLLIN | POLLRDNORM : 0) |
			       (has(write, fd) ? POLLOUT | POLLWRNORM : 0) |
			       (has(except, fd) ? POLLPRI : 0);

		if (!events)
			continue;
		if (!__zrt_file_usable(fd))
			return -1;
		fds[used++] = (struct pollfd){fd, events, 0};
	}
	return used;
}

static int do_select(int count, fd_set *read, fd_set *write, fd_set *except,
    int64_t deadline, const sigset_t *mask, const char *what)
{
	struct pollfd *fds;
	int used, ready = 0;

	if (count < 0 || count > ZRT_FD_HARD_LIMIT) {
		errno = EINVAL;
		return -1;
	}
	fds = malloc(((size_t)count + 1) * sizeof(*fds));
	if (!fds) {
		errno = ENOMEM;
		return -1;
	}
	used = collect(count, read, write, except, fds);
	if (used < 0 ||
	    __zrt_poll(fds, (nfds_t)used, deadline, mask, what) < 0) {
		free(fds);
		return -1;
	}
	clear(read, count);
	clear(write, count);
	clear(except, count);
	for (int i = 0; i < used; i++) {
		short events = fds[i].events, got = fds[i].revents;

		if ((events & POLLIN) && (got & READABLE))
			put(read, fds[i].fd), ready++;
		if ((events & POLLOUT) && (got & WRITABLE))
			put(write, fds[i].fd), ready++;
		if ((events & POLLPRI) && (got & EXCEPTIONAL))
			put(except, fds[i].fd), ready++;
	}
	free(fds);
	return ready;
}

int pselect(int count, fd_set *read, fd_set *write, fd_set *except,
    const struct timespec *timeout, const sigset_t *mask)
{
	if (!__zrt_poll_timeout_valid(timeout))
		return -1;
	return do_select(count, read, write, except,
	    __zrt_poll_deadline(timeout), mask, "pselect");
}

int select(int count, fd_set *read, fd_set *write, fd_set *except,
    struct timeval *timeout)
{
	struct timespec exact;
	int64_t deadline, left;
	int ready;

	if (timeout) {
		if (timeout->tv_sec < 0 || timeout->tv_usec < 0) {
			errno = EINVAL;
			return -1;
		}
		exact.tv_sec = timeout->tv_sec + timeout->tv_usec / 1000000;
		exact.tv_nsec = timeout->tv_usec % 1000000 * 1000;
	}
	deadline = __zrt_poll_deadline(timeout ? &exact : NULL);
	ready = do_select(count, read, write, except, deadline, NULL, "select");
	/* As on Linux: what is left of the time. */
	if (timeout && deadline != ZRT_FOREVER) {
		left = deadline - __zrt_clock_peek();
		if (left < 0)
			left = 0;
		timeout->tv_sec = left / 1000000000;
		timeout->tv_usec = (long)(left % 1000000000 / 1000);
	}
	return ready;
}
