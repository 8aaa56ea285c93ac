/* SPDX-License-Identifier: Apache-2.0
 *
 * Waiting inside the process. Threads are cooperative: a thread runs until it
 * waits here, yields or ends, so whoever does not wait needs no lock. All
 * that can block one thread (mutexes, pipes, poll, sleep, join) comes down to
 * __zrt_wait; nothing else may.
 *
 * The order of a queue is the order of arrival, and woken threads run in the
 * order in which they were woken: the schedule is a function of the program.
 * When no thread can run, the virtual clock goes to the earliest deadline or
 * timer; when there is none either, the session ends with a report of every
 * thread's state (deadlock).
 */
#ifndef ZRT_INTERNAL_WAIT_H
#define ZRT_INTERNAL_WAIT_H

#include <stdbool.h>
#include <stdint.h>

struct zrt_waiter;

/* All zero is an empty queue. */
struct zrt_wait_queue {
	struct zrt_waiter *first, *last;
};

#define ZRT_FOREVER INT64_MAX

#define ZRT_WAIT_CANCEL 1 /* the caller is a cancellation point */
#define ZRT_WAIT_SIGNAL 2 /* a signal handler that ran ends the wait */
/* But not one installed with SA_RESTART, if the wait has no deadline: 0. */
#define ZRT_WAIT_RESTART 4

/* Stop the calling thread until the queue is woken or the virtual clock
 * (nanoseconds since 1970, as __zrt_clock_peek) reaches deadline. `what`, a
 * literal such as "read from a pipe", is for the deadlock report. Returns 0,
 * ETIMEDOUT or EINTR; does not touch errno. With ZRT_WAIT_CANCEL it may not
 * return. A caller checks its condition again after 0. */
int __zrt_wait(struct zrt_wait_queue *queue, int64_t deadline, int flags,
    const char *what);

/* Wake the first waiter; false when there was none. */
bool __zrt_wake_one(struct zrt_wait_queue *queue);
void __zrt_wake_all(struct zrt_wait_queue *queue);

/* Let every other runnable thread run first. The clock moves by one tick, so
 * that a loop around it sees time pass. */
void __zrt_yield(void);

/* Act on a pending cancellation request of the calling thread. */
void __zrt_cancellation_point(void);

/* Woken by whoever changes what poll could report: poll and select wait
 * here. Defined beside them. */
extern struct zrt_wait_queue __zrt_io_changed;

#endif
