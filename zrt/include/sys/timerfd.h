/* SPDX-License-Identifier: Apache-2.0
 *
 * A timer behind a descriptor, as on Linux: read takes the number of times it
 * expired, and waits for the first; poll, select and epoll tell.
 */
#ifndef _SYS_TIMERFD_H
#define _SYS_TIMERFD_H

#include <sys/cdefs.h>
#include <time.h>

#define TFD_NONBLOCK 0x4000  /* O_NONBLOCK */
#define TFD_CLOEXEC  0x40000 /* O_CLOEXEC */

#define TFD_TIMER_ABSTIME       1
#define TFD_TIMER_CANCEL_ON_SET 2 /* read fails with ECANCELED then */

__BEGIN_DECLS
int timerfd_create(clockid_t clock, int flags);
int timerfd_gettime(int fd, struct itimerspec *value);
int timerfd_settime(
    int fd, int flags, const struct itimerspec *value, struct itimerspec *old);
__END_DECLS

#endif
