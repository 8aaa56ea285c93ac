/* SPDX-License-Identifier: Apache-2.0
 *
 * What is to happen at a time on the virtual clock: ends of waits, alarms,
 * POSIX timers. A timer is part of whatever it belongs to, so starting one
 * allocates nothing and cannot fail.
 *
 * expire runs in the scheduler, on whatever stack is at hand: it may wake
 * threads, send signals and start timers, it never waits.
 */
#ifndef ZRT_INTERNAL_TIMER_H
#define ZRT_INTERNAL_TIMER_H

#include <stdbool.h>
#include <stdint.h>

struct zrt_timer {
	int64_t when;
	uint64_t order; /* of two at the same time, the first started */
	struct zrt_timer *child, *next;
	struct zrt_timer *previous; /* sibling, or parent of the first child */
	struct zrt_timer **heap;    /* null when it does not run */
	void (*expire)(struct zrt_timer *);
};

/* Those on the clock, and those on the processor time of the process. */
extern struct zrt_timer *__zrt_clock_timers, *__zrt_cpu_timers;

void __zrt_timer_start(
    struct zrt_timer **heap, struct zrt_timer *timer, int64_t when);
void __zrt_timer_stop(struct zrt_timer *timer);

/* Take off and expire all that are due. */
void __zrt_timers_expire(void);

static inline bool __zrt_timer_runs(const struct zrt_timer *timer)
{
	return timer->heap != 0;
}

#endif
