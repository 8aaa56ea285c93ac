/* SPDX-License-Identifier: Apache-2.0
 *
 * Timers of POSIX: timer_create's and the three of setitimer.
 *
 * A timer that notifies by signal stops while its signal is pending, and goes
 * on when it was taken: the expirations in between are counted, not made. So
 * a short interval costs nothing, and a blocked alarm hides no deadlock.
 */
#ifndef ZRT_INTERNAL_INTERVAL_H
#define ZRT_INTERNAL_INTERVAL_H

#include "internal/notify.h"
#include "internal/timer.h"

struct zrt_posix_timer {
	struct zrt_timer timer;
	int id;
	clockid_t clock;
	struct zrt_notice notice;
	int64_t interval;
	int64_t next;  /* on the clock the heap is ordered by; 0: disarmed */
	bool realtime; /* the time it was set for is on CLOCK_REALTIME */
	bool stopped;  /* its signal is pending, or ignored */
	bool ignored;
	int setup; /* counts settime: an old signal does not restart it */
	int overrun;
};

/* 0 or EINVAL. */
int __zrt_posix_timer_init(
    struct zrt_posix_timer *timer, const struct sigevent *event);
void __zrt_posix_timer_set(
    struct zrt_posix_timer *timer, int64_t when, int64_t interval);
/* Nanoseconds until it expires, 0 when it is disarmed. */
int64_t __zrt_posix_timer_left(struct zrt_posix_timer *timer);
int64_t __zrt_posix_timer_now(const struct zrt_posix_timer *timer);

/* The table, in time/timer.c; null where there is none. */
struct zrt_posix_timer *__zrt_posix_timer_find(int id);
int __zrt_posix_timer_count(void);

struct zrt_timer_hooks;
extern const struct zrt_timer_hooks __zrt_posix_timer_hooks;

/* ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF have the numbers 0, 1, 2. */
struct zrt_posix_timer *__zrt_interval_timer(int which);

#endif
