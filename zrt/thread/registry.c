/* SPDX-License-Identifier: Apache-2.0
 *
 * Which threads there are. A pthread_t is a place in a table, plus how often
 * that place was used before, so that the number of a thread that is gone
 * finds nothing until its place was used 2048 times again. The highest bit is
 * always 0 (time/clock_gettime.c has a use for it).
 */
#include <errno.h>
#include <stdlib.h>
#include "internal/thread.h"

#define PLACE_BITS 20
#define PLACES     (1u << PLACE_BITS)

struct place {
	struct zrt_thread *thread;
	unsigned used;
	unsigned next_free; /* place + 1 */
};

struct zrt_thread *__zrt_threads;
unsigned __zrt_threads_live;

static struct zrt_thread *newest;
static struct place first_places[2], *places = first_places;
static unsigned capacity = 2, count, first_free;

static int grow(void)
{
	unsigned larger = capacity * 2;
	struct place *moved;

	if (larger > PLACES)
		return EAGAIN;
	moved = reallocarray(
	    places == first_places ? NULL : places, larger, sizeof(*places));
	if (!moved)
		return EAGAIN;
	if (places == first_places)
		for (unsigned i = 0; i < count; i++)
			moved[i] = places[i];
	places = moved;
	capacity = larger;
	return 0;
}

/* The place numbered 0 is not used: no thread has number 0. */
int __zrt_thread_register(struct zrt_thread *thread)
{
	unsigned at = first_free;

	if (at) {
		first_free = places[at].next_free;
	} else {
		if (!count)
			count = 1;
		if (count == capacity && grow())
			return EAGAIN;
		at = count++;
		places[at].used = 0;
	}
	places[at].thread = thread;
	thread->id = at | (places[at].used << PLACE_BITS & INT32_MAX);
	thread->next = NULL;
	thread->previous = newest;
	if (newest)
		newest->next = thread;
	else
		__zrt_threads = thread;
	newest = thread;
	__zrt_threads_live++;
	return 0;
}

void __zrt_thread_forget(struct zrt_thread *thread)
{
	unsigned at = thread->id & (PLACES - 1);

	if (thread->next)
		thread->next->previous = thread->previous;
	else
		newest = thread->previous;
	if (thread->previous)
		thread->previous->next = thread->next;
	else
		__zrt_threads = thread->next;
	places[at].thread = NULL;
	places[at].used++;
	places[at].next_free = first_free;
	first_free = at;
}

struct zrt_thread *__zrt_thread_find(pthread_t id)
{
	unsigned at = id & (PLACES - 1);
	struct zrt_thread *thread = at < count ? places[at].thread : NULL;

	return thread && thread->id == id ? thread : NULL;
}

unsigned __zrt_thread_number(pthread_t id)
{
	return id & (PLACES - 1);
}
