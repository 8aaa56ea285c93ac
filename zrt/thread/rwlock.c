/* SPDX-License-Identifier: Apache-2.0
 *
 * Read-write locks. Readers and writers wait in one queue, so neither starve.
 * A reader passes the queue only when it holds a read lock already (it may be
 * this one, and then waiting would be for ever) or has the higher rank.
 */
#include <errno.h>
#include "internal/thread.h"

int pthread_rwlockattr_init(pthread_rwlockattr_t *attr)
{
	*attr = (pthread_rwlockattr_t){.__shared = PTHREAD_PROCESS_PRIVATE};
	return 0;
}

int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attr)
{
	(void)attr;
	return 0;
}

int pthread_rwlockattr_getpshared(
    const pthread_rwlockattr_t *restrict attr, int *restrict shared)
{
	*shared = attr->__shared;
	return 0;
}

int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attr, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE &&
	    shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	attr->__shared = shared;
	return 0;
}

int pthread_rwlock_init(
    pthread_rwlock_t *restrict lock, const pthread_rwlockattr_t *restrict attr)
{
	(void)attr;
	*lock = (pthread_rwlock_t)PTHREAD_RWLOCK_INITIALIZER;
	return 0;
}

static struct zrt_thread *first_waiter(pthread_rwlock_t *lock)
{
	return __zrt_waiting_first(__zrt_queue(lock->__queue));
}

int pthread_rwlock_destroy(pthread_rwlock_t *lock)
{
	return first_waiter(lock) ? EBUSY : 0;
}

static bool try_write(pthread_rwlock_t *lock, struct zrt_thread *thread)
{
	if (lock->__writer || lock->__readers)
		return false;
	lock->__writer = thread->id;
	return true;
}

static bool try_read(pthread_rwlock_t *lock, struct zrt_thread *thread)
{
	if (lock->__writer || lock->__readers == UINT32_MAX)
		return false;
	lock->__readers++;
	thread->read_locks++;
	return true;
}

static bool may_pass(pthread_rwlock_t *lock)
{
	struct zrt_thread *self = __zvm_tp, *first = first_waiter(lock);

	return !first || self->read_locks || self->rank > first->rank;
}

/* Give the lock to whoever of the queue can have it now. */
static void grant(pthread_rwlock_t *lock)
{
	struct zrt_thread *first;

	while ((first = first_waiter(lock))) {
		if (first->wants_to_write ? !try_write(lock, first)
					  : !try_read(lock, first))
			return;
		__zrt_wake_thread(first, 0);
	}
}

static int wait_for(
    pthread_rwlock_t *lock, bool write, int64_t deadline, int flags)
{
	struct zrt_thread *self = __zvm_tp;
	int result;

	if (lock->__writer == self->id)
		return EDEADLK;
	for (;;) {
		self->wants_to_write = write;
		result = __zrt_block(__zrt_queue(lock->__queue), deadline,
		    flags, write ? "a lock to write" : "a lock to read");
		if (!result)
			return 0;
		/* It left the queue, maybe in front of others. */
		grant(lock);
		if (result == ECANCELED)
			__zrt_cancellation_point();
		if (result == ETIMEDOUT)
			return result;
		if (write ? try_write(lock, self)
			  : may_pass(lock) && try_read(lock, self))
			return 0;
	}
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
	if (may_pass(lock) && try_read(lock, __zvm_tp))
		return 0;
	__zrt_yield();
	return EBUSY;
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
	if (try_write(lock, __zvm_tp))
		return 0;
	__zrt_yield();
	return EBUSY;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
	if (may_pass(lock) && try_read(lock, __zvm_tp))
		return 0;
	return wait_for(lock, false, ZRT_FOREVER, 0);
}

int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
	if (try_write(lock, __zvm_tp))
		return 0;
	return wait_for(lock, true, ZRT_FOREVER, 0);
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t *restrict lock, clockid_t clock,
    const struct timespec *restrict until)
{
	int64_t deadline;
	int flags = 0;

	if (may_pass(lock) && try_read(lock, __zvm_tp))
		return 0;
	if (!__zrt_deadline(clock, until, &deadline, &flags))
		return EINVAL;
	return wait_for(lock, false, deadline, flags);
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t *restrict lock, clockid_t clock,
    const struct timespec *restrict until)
{
	int64_t deadline;
	int flags = 0;

	if (try_write(lock, __zvm_tp))
		return 0;
	if (!__zrt_deadline(clock, until, &deadline, &flags))
		return EINVAL;
	return wait_for(lock, true, deadline, flags);
}

int pthread_rwlock_timedrdlock(
    pthread_rwlock_t *restrict lock, const struct timespec *restrict until)
{
	return pthread_rwlock_clockrdlock(lock, CLOCK_REALTIME, until);
}

int pthread_rwlock_timedwrlock(
    pthread_rwlock_t *restrict lock, const struct timespec *restrict until)
{
	return pthread_rwlock_clockwrlock(lock, CLOCK_REALTIME, until);
}

int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
	struct zrt_thread *self = __zvm_tp;

	if (lock->__writer) {
		if (lock->__writer != self->id)
			return EPERM;
		lock->__writer = 0;
	} else if (lock->__readers) {
		lock->__readers--;
		if (self->read_locks)
			self->read_locks--;
	} else {
		return EINVAL;
	}
	grant(lock);
	__zrt_preempt();
	return 0;
}
