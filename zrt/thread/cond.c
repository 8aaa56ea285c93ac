/* SPDX-License-Identifier: Apache-2.0
 *
 * Condition variables. Who was woken does not look at the variable again: it
 * may have been destroyed by whoever woke it.
 */
#include <errno.h>
#include "internal/mutex.h"

int pthread_condattr_init(pthread_condattr_t *attr)
{
	*attr = (pthread_condattr_t){.__clock = CLOCK_REALTIME};
	return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *attr)
{
	(void)attr;
	return 0;
}

int pthread_condattr_getclock(
    const pthread_condattr_t *restrict attr, clockid_t *restrict clock)
{
	*clock = attr->__clock;
	return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attr, clockid_t clock)
{
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
		return EINVAL;
	attr->__clock = clock;
	return 0;
}

int pthread_condattr_getpshared(
    const pthread_condattr_t *restrict attr, int *restrict shared)
{
	*shared = attr->__shared;
	return 0;
}

int pthread_condattr_setpshared(pthread_condattr_t *attr, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE &&
	    shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	attr->__shared = shared;
	return 0;
}

int pthread_cond_init(
    pthread_cond_t *restrict cond, const pthread_condattr_t *restrict attr)
{
	*cond = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
	if (attr)
		cond->__clock = attr->__clock;
	return 0;
}

int pthread_cond_destroy(pthread_cond_t *cond)
{
	return __zrt_waiting_first(__zrt_queue(cond->__queue)) ? EBUSY : 0;
}

int pthread_cond_signal(pthread_cond_t *cond)
{
	__zrt_wake_one(__zrt_queue(cond->__queue));
	__zrt_preempt();
	return 0;
}

int pthread_cond_broadcast(pthread_cond_t *cond)
{
	__zrt_wake_all(__zrt_queue(cond->__queue));
	__zrt_preempt();
	return 0;
}

static int wait_until(
    pthread_cond_t *cond, pthread_mutex_t *mutex, int64_t deadline, int flags)
{
	int result, error;
	unsigned count;

	if (!__zrt_mutex_is_mine(mutex))
		return EPERM;
	__zrt_cancellation_point();
	count = __zrt_mutex_release(mutex);
	result = __zrt_block(__zrt_queue(cond->__queue), deadline,
	    flags | ZRT_WAIT_CANCEL, "a condition variable");
	error = __zrt_mutex_relock(mutex, count);
	if (result == ECANCELED)
		__zrt_cancellation_point();
	if (error)
		return error;
	return result == ETIMEDOUT ? ETIMEDOUT : 0;
}

int pthread_cond_wait(
    pthread_cond_t *restrict cond, pthread_mutex_t *restrict mutex)
{
	return wait_until(cond, mutex, ZRT_FOREVER, 0);
}

int pthread_cond_clockwait(pthread_cond_t *restrict cond,
    pthread_mutex_t *restrict mutex, clockid_t clock,
    const struct timespec *restrict until)
{
	int64_t deadline;
	int flags = 0;

	if (!__zrt_deadline(clock, until, &deadline, &flags))
		return EINVAL;
	return wait_until(cond, mutex, deadline, flags);
}

int pthread_cond_timedwait(pthread_cond_t *restrict cond,
    pthread_mutex_t *restrict mutex, const struct timespec *restrict until)
{
	return pthread_cond_clockwait(
	    cond, mutex, cond->__clock ? cond->__clock : CLOCK_REALTIME, until);
}
