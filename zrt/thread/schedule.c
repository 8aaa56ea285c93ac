/* SPDX-License-Identifier: Apache-2.0
 *
 * The scheduler: the run queue, wait queues, and when time goes on.
 *
 * Queues are ordered by rank, then by arrival. Threads that nobody gave a
 * real-time policy all have rank 0, so for them it is arrival alone.
 */
#include <errno.h>
#include "internal/thread.h"
#include "internal/timespec.h"
#include "internal/zrt.h"

/* Linked with pthread_create; until then there is nothing to switch to. */
#pragma weak __zrt_thread_arrived

#define SLICE_CALLS 100
#define SLICE_TIME  10000 /* nanoseconds */

static struct zrt_thread *first_ready, *last_ready;
static unsigned times_made_ready;

static void ready_insert(struct zrt_thread *thread, bool before_equals)
{
	struct zrt_thread *after = last_ready;
	int rank = thread->rank + (before_equals ? 1 : 0);

	while (after && after->rank < rank)
		after = after->previous_ready;
	thread->state = ZRT_READY;
	thread->previous_ready = after;
	thread->next_ready = after ? after->next_ready : first_ready;
	if (thread->next_ready)
		thread->next_ready->previous_ready = thread;
	else
		last_ready = thread;
	if (after)
		after->next_ready = thread;
	else
		first_ready = thread;
}

static void ready_remove(struct zrt_thread *thread)
{
	if (thread->next_ready)
		thread->next_ready->previous_ready = thread->previous_ready;
	else
		last_ready = thread->previous_ready;
	if (thread->previous_ready)
		thread->previous_ready->next_ready = thread->next_ready;
	else
		first_ready = thread->next_ready;
}

void __zrt_make_ready(struct zrt_thread *thread)
{
	times_made_ready++;
	ready_insert(thread, false);
}

static void queue_insert(
    struct zrt_wait_queue *queue, struct zrt_waiter *waiter)
{
	struct zrt_waiter *after = queue->last;

	while (after && after->thread->rank < waiter->thread->rank)
		after = after->previous;
	waiter->queue = queue;
	waiter->previous = after;
	waiter->next = after ? after->next : queue->first;
	if (waiter->next)
		waiter->next->previous = waiter;
	else
		queue->last = waiter;
	if (after)
		after->next = waiter;
	else
		queue->first = waiter;
}

static void queue_remove(struct zrt_waiter *waiter)
{
	struct zrt_wait_queue *queue = waiter->queue;

	if (!queue)
		return;
	if (waiter->next)
		waiter->next->previous = waiter->previous;
	else
		queue->last = waiter->previous;
	if (waiter->previous)
		waiter->previous->next = waiter->next;
	else
		queue->first = waiter->next;
	waiter->queue = NULL;
}

void __zrt_reorder(struct zrt_thread *thread, int rank)
{
	struct zrt_wait_queue *queue = thread->waiter.queue;

	if (thread->rank == rank)
		return;
	thread->rank = rank;
	if (thread->state == ZRT_READY) {
		ready_remove(thread);
		ready_insert(thread, false);
	} else if (queue) {
		queue_remove(&thread->waiter);
		queue_insert(queue, &thread->waiter);
	}
}

void __zrt_wake_thread(struct zrt_thread *thread, int result)
{
	queue_remove(&thread->waiter);
	__zrt_timer_stop(&thread->deadline);
	thread->wait_result = result;
	__zrt_make_ready(thread);
}

struct zrt_thread *__zrt_waiting_first(const struct zrt_wait_queue *queue)
{
	return queue->first ? queue->first->thread : NULL;
}

bool __zrt_wake_one(struct zrt_wait_queue *queue)
{
	struct zrt_thread *thread = __zrt_waiting_first(queue);

	if (thread)
		__zrt_wake_thread(thread, 0);
	return thread;
}

void __zrt_wake_all(struct zrt_wait_queue *queue)
{
	while (__zrt_wake_one(queue))
		;
}

/* Who runs next. Nobody can: time goes on to whatever comes first. */
static struct zrt_thread *choose(void)
{
	for (;;) {
		struct zrt_thread *thread;

		__zrt_timers_expire();
		thread = first_ready;
		if (thread) {
			ready_remove(thread);
			return thread;
		}
		if (!__zrt_clock_timers)
			__zrt_deadlock();
		__zrt_clock_forward(__zrt_clock_timers->when);
	}
}

/* The state of the running thread is set; let the next one run. */
static void run_next(void)
{
	struct zrt_thread *self = __zvm_tp, *next = choose();

	if (next != self) {
		__zvm_tp = next;
		__zrt_switch(&self->stack_pointer, next->stack_pointer);
		__zrt_thread_arrived();
	}
	self->state = ZRT_RUNNING;
}

void __zrt_leave(void)
{
	for (;;)
		run_next();
}

static void give_way(bool before_equals)
{
	struct zrt_thread *self = __zvm_tp;

	ready_insert(self, before_equals);
	run_next();
	__zrt_signals_deliver();
	if (self->cancel_async && __zrt_cancel_due(self))
		__zrt_cancellation_point();
}

/* What a thread does between two calls in here cannot be measured, so its
 * time slice is a number of calls. Without slices, threads that poll would
 * keep those from running whom they wait for. */
void __zrt_preempt(void)
{
	static unsigned calls;

	if (++calls >= SLICE_CALLS) {
		calls = 0;
		__zrt_clock_spend(SLICE_TIME);
		__zrt_timers_expire();
		give_way(false);
	} else if (first_ready && first_ready->rank > __zvm_tp->rank) {
		give_way(true);
	}
}

void __zrt_yield(void)
{
	__zrt_clock_read();
	__zrt_timers_expire();
	give_way(false);
}

void __zrt_time_passed(void)
{
	unsigned before = times_made_ready;

	__zrt_preempt();
	if ((!__zrt_clock_timers ||
		__zrt_clock_timers->when > __zrt_clock_peek()) &&
	    !__zrt_cpu_timers)
		return;
	__zrt_timers_expire();
	if (times_made_ready != before)
		give_way(false);
	else
		__zrt_signals_deliver();
}

void __zrt_realtime_moved(int64_t by)
{
	for (struct zrt_thread *thread = __zrt_threads; thread;
	     thread = thread->next)
		if (thread->state == ZRT_WAITING &&
		    thread->wait_flags & ZRT_WAIT_REALTIME &&
		    __zrt_timer_runs(&thread->deadline))
			__zrt_timer_start(&__zrt_clock_timers,
			    &thread->deadline,
			    __zrt_sum(thread->deadline.when, -by));
}

static void deadline_passed(struct zrt_timer *timer)
{
	struct zrt_thread *thread =
	    (struct zrt_thread *)((char *)timer -
				  offsetof(struct zrt_thread, deadline));

	__zrt_wake_thread(thread, ETIMEDOUT);
}

/* What a wait is to return that a signal's handler ran in. */
static int after_handlers(enum zrt_handled handled, int flags)
{
	if (!(flags & ZRT_WAIT_SIGNAL))
		return ZRT_AGAIN;
	if (flags & ZRT_WAIT_RESTART && handled == ZRT_HANDLED_RESTART)
		return ZRT_AGAIN;
	return EINTR;
}

int __zrt_block(
    struct zrt_wait_queue *queue, int64_t deadline, int flags, const char *what)
{
	struct zrt_thread *self = __zvm_tp;
	enum zrt_handled handled;
	int result;

	if (self->cancel_async)
		flags |= ZRT_WAIT_CANCEL;
	if (deadline != ZRT_FOREVER)
		flags &= ~ZRT_WAIT_RESTART;
	if (flags & ZRT_WAIT_CANCEL && __zrt_cancel_due(self))
		return ECANCELED;
	handled = __zrt_signals_deliver();
	if (handled != ZRT_HANDLED_NONE)
		return after_handlers(handled, flags);

	/* Who sleeps for no time, again and again, lets time pass. */
	if (deadline <= __zrt_clock_peek())
		__zrt_clock_read();
	self->waiter.thread = self;
	if (queue)
		queue_insert(queue, &self->waiter);
	self->deadline.expire = deadline_passed;
	if (deadline != ZRT_FOREVER)
		__zrt_timer_start(
		    &__zrt_clock_timers, &self->deadline, deadline);
	self->waits_for = what;
	self->wait_flags = flags;
	self->state = ZRT_WAITING;
	run_next();
	self->waits_for = NULL;
	result = self->wait_result;

	/* Handlers run only now that this wait has left every queue: they may
	 * wait themselves, and they may leave by longjmp. */
	handled = __zrt_signals_deliver();
	if (result == ZRT_AGAIN && handled != ZRT_HANDLED_NONE)
		return after_handlers(handled, flags);
	return result;
}

int __zrt_block_on(
    struct zrt_wait_queue *queue, int64_t deadline, int flags, const char *what)
{
	int result;

	do
		result = __zrt_block(queue, deadline, flags, what);
	while (result == ZRT_AGAIN);
	return result;
}

int __zrt_wait(
    struct zrt_wait_queue *queue, int64_t deadline, int flags, const char *what)
{
	int result = __zrt_block(queue, deadline, flags, what);

	if (result == ECANCELED)
		__zrt_cancellation_point();
	return result == EINTR || result == ETIMEDOUT ? result : 0;
}
