/* SPDX-License-Identifier: Apache-2.0
 *
 * pthread_join with its timed forms, pthread_detach.
 */
#include <errno.h>
#include "internal/thread.h"
#include "internal/zrt.h"

/* Whether `other` waits, over any number of threads, for the caller. */
static bool waits_for_me(const struct zrt_thread *other)
{
	while (other && other != __zvm_tp)
		other = other->joins;
	return other;
}

static int join(pthread_t id, void **value, int64_t deadline, int flags)
{
	struct zrt_thread *thread = __zrt_thread_find(id), *self = __zvm_tp;
	int result = 0;

	if (!thread)
		return ESRCH;
	if (thread->detached)
		return EINVAL;
	if (waits_for_me(thread))
		return EDEADLK;
	if (thread->joined)
		return EINVAL;
	if (__zrt_cancel_due(self))
		__zrt_cancellation_point();
	thread->joined = true;
	self->joins = thread;
	while (thread->state != ZRT_ENDED && result <= 0)
		result = __zrt_block(
		    &thread->joiners, deadline, flags, "another thread's end");
	self->joins = NULL;
	thread->joined = false;
	if (result == ECANCELED) {
		__zrt_cancellation_point();
		return EINTR; /* not reached: it is due */
	}
	if (result > 0)
		return result;
	if (value)
		*value = thread->result;
	__zrt_thread_free(thread);
	return 0;
}

int pthread_join(pthread_t id, void **value)
{
	return join(id, value, ZRT_FOREVER, ZRT_WAIT_CANCEL);
}

int pthread_tryjoin_np(pthread_t id, void **value)
{
	struct zrt_thread *thread = __zrt_thread_find(id);

	if (thread && thread->state != ZRT_ENDED) {
		__zrt_yield();
		return EBUSY;
	}
	return join(id, value, ZRT_FOREVER, ZRT_WAIT_CANCEL);
}

int pthread_clockjoin_np(
    pthread_t id, void **value, clockid_t clock, const struct timespec *until)
{
	int64_t deadline = ZRT_FOREVER;
	int flags = ZRT_WAIT_CANCEL;

	if (until && !__zrt_deadline(clock, until, &deadline, &flags))
		return EINVAL;
	return join(id, value, deadline, flags);
}

int pthread_timedjoin_np(
    pthread_t id, void **value, const struct timespec *until)
{
	return pthread_clockjoin_np(id, value, CLOCK_REALTIME, until);
}

int pthread_detach(pthread_t id)
{
	struct zrt_thread *thread = __zrt_thread_find(id);

	if (!thread)
		return ESRCH;
	if (thread->detached)
		return EINVAL;
	thread->detached = true;
	if (thread->state == ZRT_ENDED)
		__zrt_thread_free(thread);
	return 0;
}
