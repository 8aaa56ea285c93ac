/* SPDX-License-Identifier: Apache-2.0
 *
 * Waiting for descriptors. Channels are always ready.
 */
#ifndef _POLL_H
#define _POLL_H

#include <sys/cdefs.h>
#include <sys/_sigset.h>
#include <sys/timespec.h>

#if __GNU_VISIBLE && !defined(_SIGSET_T_DECLARED)
#define _SIGSET_T_DECLARED
typedef __sigset_t sigset_t;
#endif

#define POLLIN     0x0001
#define POLLPRI    0x0002
#define POLLOUT    0x0004
#define POLLERR    0x0008
#define POLLHUP    0x0010
#define POLLNVAL   0x0020
#define POLLRDNORM 0x0040
#define POLLRDBAND 0x0080
#define POLLWRNORM 0x0100
#define POLLWRBAND 0x0200
#if __GNU_VISIBLE
#define POLLRDHUP 0x2000
#endif

typedef unsigned int nfds_t;

struct pollfd {
	int fd;
	short events;
	short revents;
};

__BEGIN_DECLS

int poll(struct pollfd *__fds, nfds_t __count, int __milliseconds);
#if __GNU_VISIBLE
int ppoll(struct pollfd *__fds, nfds_t __count,
    const struct timespec *__timeout, const sigset_t *__mask);
#endif

__END_DECLS

#endif
