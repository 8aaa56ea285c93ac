/* SPDX-License-Identifier: Apache-2.0
 *
 * Cancellation. A request is noted and acted upon by the thread itself: at a
 * cancellation point, or, if its type is asynchronous, whenever it comes back
 * from a wait or a yield. A thread that holds one of the C library's locks is
 * left alone until it has released it.
 */
#include <errno.h>
#include "internal/thread.h"

int pthread_cancel(pthread_t id)
{
	struct zrt_thread *thread = __zrt_thread_find(id);

	if (!thread)
		return ESRCH;
	thread->cancel_wanted = true;
	if (thread == __zvm_tp && thread->cancel_async &&
	    __zrt_cancel_due(thread))
		__zrt_thread_exit(PTHREAD_CANCELED);
	if (__zrt_cancel_due(thread) && thread->state == ZRT_WAITING &&
	    thread->wait_flags & ZRT_WAIT_CANCEL)
		__zrt_wake_thread(thread, ECANCELED);
	__zrt_preempt();
	return 0;
}

int pthread_setcancelstate(int state, int *old)
{
	struct zrt_thread *self = __zvm_tp;

	if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE)
		return EINVAL;
	if (old)
		*old = self->cancel_disabled ? PTHREAD_CANCEL_DISABLE
					     : PTHREAD_CANCEL_ENABLE;
	/* One that is on its way out stays uncancellable. */
	self->cancel_disabled = state == PTHREAD_CANCEL_DISABLE || self->ending;
	if (self->cancel_async)
		__zrt_cancellation_point();
	return 0;
}

int pthread_setcanceltype(int type, int *old)
{
	struct zrt_thread *self = __zvm_tp;

	if (type != PTHREAD_CANCEL_DEFERRED &&
	    type != PTHREAD_CANCEL_ASYNCHRONOUS)
		return EINVAL;
	if (old)
		*old = self->cancel_async ? PTHREAD_CANCEL_ASYNCHRONOUS
					  : PTHREAD_CANCEL_DEFERRED;
	self->cancel_async = type == PTHREAD_CANCEL_ASYNCHRONOUS;
	if (self->cancel_async)
		__zrt_cancellation_point();
	return 0;
}

void pthread_testcancel(void)
{
	__zrt_cancellation_point();
	__zrt_preempt();
}

void __pthread_cleanup_push(struct __pthread_cleanup *entry)
{
	entry->__next = __zvm_tp->cleanup;
	__zvm_tp->cleanup = entry;
}

void __pthread_cleanup_pop(struct __pthread_cleanup *entry, int execute)
{
	__zvm_tp->cleanup = entry->__next;
	if (execute)
		entry->__routine(entry->__argument);
}
