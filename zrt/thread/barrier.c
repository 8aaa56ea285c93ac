/* SPDX-License-Identifier: Apache-2.0
 *
 * Barriers. Who was woken does not look at the barrier again: the one that
 * came last may have destroyed it.
 */
#include <errno.h>
#include "internal/thread.h"

int pthread_barrierattr_init(pthread_barrierattr_t *attr)
{
	*attr = (pthread_barrierattr_t){.__shared = PTHREAD_PROCESS_PRIVATE};
	return 0;
}

int pthread_barrierattr_destroy(pthread_barrierattr_t *attr)
{
	(void)attr;
	return 0;
}

int pthread_barrierattr_getpshared(
    const pthread_barrierattr_t *restrict attr, int *restrict shared)
{
	*shared = attr->__shared;
	return 0;
}

int pthread_barrierattr_setpshared(pthread_barrierattr_t *attr, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE &&
	    shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	attr->__shared = shared;
	return 0;
}

int pthread_barrier_init(pthread_barrier_t *restrict barrier,
    const pthread_barrierattr_t *restrict attr, unsigned count)
{
	if (!count)
		return EINVAL;
	*barrier = (pthread_barrier_t){.__needed = count};
	if (attr)
		barrier->__shared = attr->__shared;
	return 0;
}

int pthread_barrier_destroy(pthread_barrier_t *barrier)
{
	return barrier->__arrived ? EBUSY : 0;
}

int pthread_barrier_wait(pthread_barrier_t *barrier)
{
	struct zrt_wait_queue *queue = __zrt_queue(barrier->__queue);
	unsigned round = barrier->__round;
	int result;

	if (++barrier->__arrived == barrier->__needed) {
		barrier->__arrived = 0;
		barrier->__round++;
		__zrt_wake_all(queue);
		__zrt_preempt();
		return PTHREAD_BARRIER_SERIAL_THREAD;
	}
	/* A signal's handler takes it out of the queue for a while; the round
	 * may end meanwhile. It still counts as arrived. */
	do {
		result = __zrt_block(queue, ZRT_FOREVER, 0, "a barrier");
		if (result == ECANCELED) {
			if (barrier->__round == round)
				barrier->__arrived--;
			__zrt_cancellation_point();
		}
	} while (result && barrier->__round == round);
	return 0;
}
