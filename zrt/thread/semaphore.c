/* SPDX-License-Identifier: Apache-2.0
 *
 * Semaphores without a name. A post with somebody waiting does not count up:
 * it hands its unit to the first in the queue.
 */
#include <errno.h>
#include <limits.h>
#include <semaphore.h>
#include "internal/thread.h"
#include "internal/zrt.h"

int sem_init(sem_t *semaphore, int shared, unsigned value)
{
	(void)shared; /* whoever shares memory is in this process */
	if (value > SEM_VALUE_MAX)
		return __zrt_fail(EINVAL);
	*semaphore = (sem_t){.__value = value};
	return 0;
}

int sem_destroy(sem_t *semaphore)
{
	if (__zrt_waiting_first(__zrt_queue(semaphore->__queue)))
		return __zrt_fail(EBUSY);
	return 0;
}

int sem_getvalue(sem_t *restrict semaphore, int *restrict value)
{
	*value = (int)semaphore->__value;
	__zrt_preempt();
	return 0;
}

int sem_post(sem_t *semaphore)
{
	if (semaphore->__value == SEM_VALUE_MAX)
		return __zrt_fail(EOVERFLOW);
	if (!__zrt_wake_one(__zrt_queue(semaphore->__queue)))
		semaphore->__value++;
	__zrt_preempt();
	return 0;
}

int sem_trywait(sem_t *semaphore)
{
	if (!semaphore->__value) {
		/* Who tries in a loop lets the others post. */
		__zrt_yield();
		return __zrt_fail(EAGAIN);
	}
	semaphore->__value--;
	return 0;
}

static int wait_until(sem_t *semaphore, int64_t deadline, int flags)
{
	for (;;) {
		int result;

		if (semaphore->__value) {
			semaphore->__value--;
			return 0;
		}
		result = __zrt_block(__zrt_queue(semaphore->__queue), deadline,
		    flags | ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL |
			ZRT_WAIT_RESTART,
		    "a semaphore");
		if (!result)
			return 0;
		if (result == ECANCELED)
			__zrt_cancellation_point();
		else if (result != ZRT_AGAIN)
			return __zrt_fail(result);
	}
}

int sem_wait(sem_t *semaphore)
{
	__zrt_cancellation_point();
	return wait_until(semaphore, ZRT_FOREVER, 0);
}

int sem_clockwait(sem_t *restrict semaphore, clockid_t clock,
    const struct timespec *restrict until)
{
	int64_t deadline = 0;
	int flags = 0;

	__zrt_cancellation_point();
	if (!semaphore->__value &&
	    !__zrt_deadline(clock, until, &deadline, &flags))
		return __zrt_fail(EINVAL);
	return wait_until(semaphore, deadline, flags);
}

int sem_timedwait(
    sem_t *restrict semaphore, const struct timespec *restrict until)
{
	return sem_clockwait(semaphore, CLOCK_REALTIME, until);
}
