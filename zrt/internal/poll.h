/* SPDX-License-Identifier: Apache-2.0
 *
 * What poll and select have in common.
 */
#ifndef ZRT_INTERNAL_POLL_H
#define ZRT_INTERNAL_POLL_H

#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <time.h>

/* Fill in revents until one is not 0 or the clock reaches deadline; 0 does
 * not wait. The number of ready ones, or -1 and EINTR. */
int __zrt_poll(struct pollfd *fds, nfds_t count, int64_t deadline,
    const sigset_t *mask, const char *what);

/* The clock's time after a timeout; ZRT_FOREVER when null or too long. */
int64_t __zrt_poll_deadline(const struct timespec *timeout);

#endif
