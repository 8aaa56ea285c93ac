/* SPDX-License-Identifier: Apache-2.0
 *
 * The timers that run, as two pairing heaps: the earliest is at the root, of
 * equal ones the first that was started, so expiry has one order.
 */
#include "internal/timer.h"
#include "internal/zrt.h"

struct zrt_timer *__zrt_clock_timers, *__zrt_cpu_timers;

static uint64_t started;

static bool before(const struct zrt_timer *a, const struct zrt_timer *b)
{
	return a->when != b->when ? a->when < b->when : a->order < b->order;
}

/* Make one heap of two; either may be null. Roots have no siblings. */
static struct zrt_timer *meld(struct zrt_timer *a, struct zrt_timer *b)
{
	struct zrt_timer *parent, *child;

	if (!a || !b)
		return a ? a : b;
	parent = before(b, a) ? b : a;
	child = parent == a ? b : a;
	child->next = parent->child;
	if (child->next)
		child->next->previous = child;
	child->previous = parent;
	parent->child = child;
	return parent;
}

/* Make one heap of a list of siblings: in pairs, then from the last pair
 * back to the first, which is what keeps later operations cheap. */
static struct zrt_timer *meld_siblings(struct zrt_timer *list)
{
	struct zrt_timer *pairs = NULL, *result = NULL;

	while (list) {
		struct zrt_timer *a = list, *b = a->next;

		list = b ? b->next : NULL;
		a->next = a->previous = NULL;
		if (b)
			b->next = b->previous = NULL;
		a = meld(a, b);
		a->next = pairs;
		pairs = a;
	}
	while (pairs) {
		struct zrt_timer *next = pairs->next;

		pairs->next = NULL;
		result = meld(result, pairs);
		pairs = next;
	}
	return result;
}

void __zrt_timer_stop(struct zrt_timer *timer)
{
	struct zrt_timer **heap = timer->heap;
	struct zrt_timer *rest;

	if (!heap)
		return;
	rest = meld_siblings(timer->child);
	if (timer == *heap) {
		*heap = rest;
	} else {
		if (timer->previous->child == timer)
			timer->previous->child = timer->next;
		else
			timer->previous->next = timer->next;
		if (timer->next)
			timer->next->previous = timer->previous;
		*heap = meld(*heap, rest);
	}
	timer->heap = NULL;
}

void __zrt_timer_start(
    struct zrt_timer **heap, struct zrt_timer *timer, int64_t when)
{
	__zrt_timer_stop(timer);
	timer->when = when;
	timer->order = started++;
	timer->child = timer->next = timer->previous = NULL;
	timer->heap = heap;
	*heap = meld(*heap, timer);
}

static void expire(struct zrt_timer **heap, int64_t now)
{
	while (*heap && (*heap)->when <= now) {
		struct zrt_timer *timer = *heap;

		__zrt_timer_stop(timer);
		timer->expire(timer);
	}
}

void __zrt_timers_expire(void)
{
	expire(&__zrt_clock_timers, __zrt_clock_peek());
	expire(&__zrt_cpu_timers, __zrt_cpu_peek());
}
