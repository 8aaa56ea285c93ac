/* SPDX-License-Identifier: Apache-2.0
 *
 * Waiting for many descriptors, as on Linux. Files that never block (regular
 * files, directories, devices) cannot be watched: EPERM.
 */
#ifndef _SYS_EPOLL_H
#define _SYS_EPOLL_H

#include <signal.h>
#include <stdint.h>
#include <sys/cdefs.h>
#include <time.h>

#define EPOLL_CLOEXEC 0x40000 /* O_CLOEXEC */

#define EPOLL_CTL_ADD 1
#define EPOLL_CTL_DEL 2
#define EPOLL_CTL_MOD 3

#define EPOLLIN        0x001u
#define EPOLLPRI       0x002u
#define EPOLLOUT       0x004u
#define EPOLLERR       0x008u
#define EPOLLHUP       0x010u
#define EPOLLRDNORM    0x040u
#define EPOLLRDBAND    0x080u
#define EPOLLWRNORM    0x100u
#define EPOLLWRBAND    0x200u
#define EPOLLMSG       0x400u
#define EPOLLRDHUP     0x2000u
#define EPOLLEXCLUSIVE (1u << 28) /* all that wait are woken, nevertheless */
#define EPOLLWAKEUP    (1u << 29)
#define EPOLLONESHOT   (1u << 30)
#define EPOLLET        (1u << 31)

typedef union epoll_data {
	void *ptr;
	int fd;
	uint32_t u32;
	uint64_t u64;
} epoll_data_t;

struct epoll_event {
	uint32_t events;
	epoll_data_t data;
} __attribute__((__packed__));

__BEGIN_DECLS
int epoll_create(int size);
int epoll_create1(int flags);
int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event);
int epoll_wait(
    int epoll, struct epoll_event *events, int count, int milliseconds);
int epoll_pwait(int epoll, struct epoll_event *events, int count,
    int milliseconds, const sigset_t *mask);
int epoll_pwait2(int epoll, struct epoll_event *events, int count,
    const struct timespec *timeout, const sigset_t *mask);
__END_DECLS

#endif
