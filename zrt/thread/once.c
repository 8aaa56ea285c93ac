/* SPDX-License-Identifier: Apache-2.0
 *
 * pthread_once. A routine that is left by cancellation, or by a C++ exception,
 * did not run: the next caller starts it again. Hence this file is compiled
 * with -fexceptions.
 */
#include "internal/thread.h"

enum { NEW, RUNNING, DONE };

/* There is no room for a queue in a pthread_once_t: all share one. */
static struct zrt_wait_queue waiting;

/* What undoes it, however the routine is left. */
struct attempt {
	struct __pthread_cleanup entry;
	pthread_once_t *once;
	bool pushed;
};

static void settle(pthread_once_t *once, int state)
{
	*once = state;
	__zrt_wake_all(&waiting);
}

static void give_up(void *argument)
{
	struct attempt *attempt = argument;

	attempt->pushed = false;
	settle(attempt->once, NEW);
}

static void leave(struct attempt *attempt)
{
	if (attempt->pushed)
		__pthread_cleanup_pop(&attempt->entry, 1);
}

static void run(pthread_once_t *once, void (*routine)(void))
{
	struct attempt attempt __attribute__((cleanup(leave))) = {
	    .entry = {.__routine = give_up, .__argument = &attempt},
	    .once = once,
	    .pushed = true};

	*once = RUNNING;
	__pthread_cleanup_push(&attempt.entry);
	routine();
	attempt.pushed = false;
	__pthread_cleanup_pop(&attempt.entry, 0);
	settle(once, DONE);
}

int pthread_once(pthread_once_t *once, void (*routine)(void))
{
	while (*once != DONE) {
		if (*once == NEW) {
			run(once, routine);
			__zrt_preempt();
			return 0;
		}
		__zrt_wait(
		    &waiting, ZRT_FOREVER, 0, "another thread's pthread_once");
	}
	return 0;
}
