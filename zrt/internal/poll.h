/* SPDX-License-Identifier: Apache-2.0
 *
 * What poll, select and epoll have in common.
 */
#ifndef ZRT_INTERNAL_POLL_H
#define ZRT_INTERNAL_POLL_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct zrt_file;

/* What poll says of an open file. */
short __zrt_file_ready(struct zrt_file *file);

/* Until look finds something ready, or the clock reaches the deadline; one
 * that has passed does not wait. With this mask, if it is not null. What look
 * returned, or -1 and EINTR. */
int __zrt_poll_until(int (*look)(void *), void *argument, int64_t deadline,
    const sigset_t *mask, const char *what);

/* Fill in revents until one is not 0 or the clock reaches deadline; 0 does
 * not wait. The number of ready ones, or -1 and EINTR. */
int __zrt_poll(struct pollfd *fds, nfds_t count, int64_t deadline,
    const sigset_t *mask, const char *what);

/* The clock's time after a timeout; ZRT_FOREVER when null or too long. */
int64_t __zrt_poll_deadline(const struct timespec *timeout);
int64_t __zrt_poll_deadline_ms(int milliseconds); /* < 0: forever */
/* EINVAL when it is neither null nor a time. */
bool __zrt_poll_timeout_valid(const struct timespec *timeout);

#endif
