/* SPDX-License-Identifier: Apache-2.0
 *
 * Mutexes. Whoever unlocks one that is waited for hands it to the first in the
 * queue: a thread that unlocks and locks again cannot starve the others.
 *
 * Robust ones and those with a priority protocol are on their owner's list,
 * linked through __owned: next, previous.
 */
#include <errno.h>
#include <limits.h>
#include "internal/mutex.h"

static pthread_mutex_t *next_owned(const pthread_mutex_t *mutex)
{
	return mutex->__owned[0];
}

static unsigned protocol(const pthread_mutex_t *mutex)
{
	return (mutex->__kind & MUTEX_PROTOCOL) >> MUTEX_PROTOCOL_SHIFT;
}

static void list_insert(struct zrt_thread *thread, pthread_mutex_t *mutex)
{
	mutex->__owned[0] = thread->owned;
	mutex->__owned[1] = NULL;
	if (thread->owned)
		thread->owned->__owned[1] = mutex;
	thread->owned = mutex;
}

static void list_remove(struct zrt_thread *thread, pthread_mutex_t *mutex)
{
	pthread_mutex_t *next = mutex->__owned[0],
			*previous = mutex->__owned[1];

	if (next)
		next->__owned[1] = previous;
	if (previous)
		previous->__owned[0] = next;
	else
		thread->owned = next;
}

void __zrt_rank_update(struct zrt_thread *thread)
{
	int rank = thread->policy == SCHED_OTHER ? 0 : thread->priority;

	for (pthread_mutex_t *mutex = thread->owned; mutex;
	     mutex = next_owned(mutex)) {
		struct zrt_thread *waiter =
		    __zrt_waiting_first(__zrt_queue(mutex->__queue));

		if (protocol(mutex) == PTHREAD_PRIO_PROTECT &&
		    mutex->__ceiling > rank)
			rank = mutex->__ceiling;
		if (protocol(mutex) == PTHREAD_PRIO_INHERIT && waiter &&
		    waiter->rank > rank)
			rank = waiter->rank;
	}
	__zrt_reorder(thread, rank);
}

static void take(struct zrt_thread *thread, pthread_mutex_t *mutex)
{
	mutex->__owner = thread->id;
	mutex->__count = 1;
	if (mutex->__kind & MUTEX_LISTED) {
		list_insert(thread, mutex);
		__zrt_rank_update(thread);
	}
}

/* The owner may have ended long ago, unless the mutex is listed. */
static void let_go(pthread_mutex_t *mutex)
{
	struct zrt_thread *next =
	    __zrt_waiting_first(__zrt_queue(mutex->__queue));
	struct zrt_thread *owner;

	if (mutex->__kind & MUTEX_LISTED) {
		owner = __zrt_thread_find(mutex->__owner);
		list_remove(owner, mutex);
		__zrt_rank_update(owner);
	}
	mutex->__owner = 0;
	mutex->__count = 0;
	if (mutex->__kind & MUTEX_NOT_RECOVERABLE) {
		__zrt_wake_all(__zrt_queue(mutex->__queue));
	} else if (next) {
		__zrt_wake_thread(next, 0);
		take(next, mutex);
	}
}

/* A chain of owners that wait for each other's mutexes inherits the rank. */
static void lend_rank(const pthread_mutex_t *mutex, int rank)
{
	while (mutex && protocol(mutex) == PTHREAD_PRIO_INHERIT) {
		struct zrt_thread *owner = __zrt_thread_find(mutex->__owner);

		if (!owner || owner->rank >= rank)
			return;
		__zrt_reorder(owner, rank);
		mutex = owner->wanted;
	}
}

static int locked_by_me(pthread_mutex_t *mutex)
{
	return mutex->__kind & MUTEX_OWNER_DIED ? EOWNERDEAD : 0;
}

/* What locking does without waiting; EBUSY: it would have to wait. */
static int try(pthread_mutex_t *mutex)
{
	struct zrt_thread *self = __zvm_tp;

	if (mutex->__kind & MUTEX_NOT_RECOVERABLE)
		return ENOTRECOVERABLE;
	if (!mutex->__owner) {
		if (protocol(mutex) == PTHREAD_PRIO_PROTECT &&
		    self->policy != SCHED_OTHER &&
		    self->priority > mutex->__ceiling)
			return EINVAL;
		take(self, mutex);
		return locked_by_me(mutex);
	}
	if (mutex->__owner == self->id &&
	    (mutex->__kind & MUTEX_TYPE) == PTHREAD_MUTEX_RECURSIVE) {
		if (mutex->__count == UINT_MAX)
			return EAGAIN;
		mutex->__count++;
		return 0;
	}
	return EBUSY;
}

static int wait_for(pthread_mutex_t *mutex, int64_t deadline, int flags)
{
	struct zrt_thread *self = __zvm_tp;
	int result;

	if (mutex->__owner == self->id &&
	    (mutex->__kind & MUTEX_TYPE) == PTHREAD_MUTEX_ERRORCHECK)
		return EDEADLK;
	do {
		self->wanted = mutex;
		lend_rank(mutex, self->rank);
		result = __zrt_block(
		    __zrt_queue(mutex->__queue), deadline, flags, "a mutex");
		self->wanted = NULL;
		if (result == ECANCELED)
			__zrt_cancellation_point();
		/* A handler ran: it may have been unlocked meanwhile. */
		if (result == ZRT_AGAIN)
			result = try(mutex);
		else if (result == 0 && mutex->__owner != self->id)
			return ENOTRECOVERABLE;
		else if (result == 0)
			return locked_by_me(mutex);
	} while (result == EBUSY);
	return result;
}

/* Without anything that would make locking more than noting the owner. */
static bool plain(const pthread_mutex_t *mutex)
{
	return !(mutex->__kind & ~(MUTEX_TYPE | MUTEX_SHARED));
}

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
	int result;

	if (!mutex->__owner && plain(mutex)) {
		mutex->__owner = __zvm_tp->id;
		mutex->__count = 1;
		return 0;
	}
	result = try(mutex);
	return result == EBUSY ? wait_for(mutex, ZRT_FOREVER, 0) : result;
}

int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
	int result = try(mutex);

	/* Who tries in a loop lets the owner run. */
	if (result == EBUSY)
		__zrt_yield();
	return result;
}

int pthread_mutex_clocklock(pthread_mutex_t *restrict mutex, clockid_t clock,
    const struct timespec *restrict until)
{
	int64_t deadline;
	int flags = 0;
	int result = try(mutex);

	if (result != EBUSY)
		return result;
	if (!__zrt_deadline(clock, until, &deadline, &flags))
		return EINVAL;
	return wait_for(mutex, deadline, flags);
}

int pthread_mutex_timedlock(
    pthread_mutex_t *restrict mutex, const struct timespec *restrict until)
{
	return pthread_mutex_clocklock(mutex, CLOCK_REALTIME, until);
}

int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	bool mine = mutex->__owner == __zvm_tp->id;

	if (mine && mutex->__count == 1 && plain(mutex) && !mutex->__queue[0]) {
		mutex->__owner = 0;
		mutex->__count = 0;
		__zrt_preempt();
		return 0;
	}
	/* A normal one may be misused as a lock that another thread opens. */
	if (!mine && ((mutex->__kind & MUTEX_TYPE) != PTHREAD_MUTEX_NORMAL ||
			 mutex->__kind & MUTEX_LISTED))
		return EPERM;
	if (mutex->__count > 1) {
		mutex->__count--;
		return 0;
	}
	if (mutex->__kind & MUTEX_OWNER_DIED) {
		mutex->__kind &= ~MUTEX_OWNER_DIED;
		mutex->__kind |= MUTEX_NOT_RECOVERABLE;
	}
	let_go(mutex);
	__zrt_preempt();
	return 0;
}

int pthread_mutex_consistent(pthread_mutex_t *mutex)
{
	if (!(mutex->__kind & MUTEX_OWNER_DIED) ||
	    mutex->__owner != __zvm_tp->id)
		return EINVAL;
	mutex->__kind &= ~MUTEX_OWNER_DIED;
	return 0;
}

void __zrt_mutexes_end(struct zrt_thread *thread)
{
	while (thread->owned) {
		pthread_mutex_t *mutex = thread->owned;

		if (mutex->__kind & MUTEX_ROBUST) {
			mutex->__kind |= MUTEX_OWNER_DIED;
			let_go(mutex);
		} else {
			list_remove(thread, mutex);
			mutex->__kind &= ~MUTEX_LISTED;
		}
	}
}

unsigned __zrt_mutex_release(pthread_mutex_t *mutex)
{
	unsigned count = mutex->__count;

	let_go(mutex);
	return count;
}

int __zrt_mutex_relock(pthread_mutex_t *mutex, unsigned count)
{
	struct zrt_thread *self = __zvm_tp;
	bool disabled = self->cancel_disabled;
	int result;

	self->cancel_disabled = true;
	result = pthread_mutex_lock(mutex);
	self->cancel_disabled = disabled;
	if (mutex->__owner == self->id)
		mutex->__count = count;
	return result;
}

bool __zrt_mutex_is_mine(const pthread_mutex_t *mutex)
{
	return mutex->__owner == __zvm_tp->id ||
	       (mutex->__owner &&
		   (mutex->__kind & MUTEX_TYPE) == PTHREAD_MUTEX_NORMAL &&
		   !(mutex->__kind & MUTEX_LISTED));
}

int pthread_mutex_init(
    pthread_mutex_t *restrict mutex, const pthread_mutexattr_t *restrict attr)
{
	*mutex = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	if (attr) {
		mutex->__kind = attr->__kind;
		mutex->__ceiling = attr->__ceiling;
	}
	return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
	return mutex->__owner ? EBUSY : 0;
}

int pthread_mutex_getprioceiling(
    const pthread_mutex_t *restrict mutex, int *restrict ceiling)
{
	if (protocol(mutex) != PTHREAD_PRIO_PROTECT)
		return EINVAL;
	*ceiling = mutex->__ceiling;
	return 0;
}

int pthread_mutex_setprioceiling(
    pthread_mutex_t *restrict mutex, int ceiling, int *restrict old)
{
	int result;

	if (protocol(mutex) != PTHREAD_PRIO_PROTECT ||
	    ceiling < sched_get_priority_min(SCHED_FIFO) ||
	    ceiling > sched_get_priority_max(SCHED_FIFO))
		return EINVAL;
	result = pthread_mutex_lock(mutex);
	if (result)
		return result;
	if (old)
		*old = mutex->__ceiling;
	mutex->__ceiling = ceiling;
	return pthread_mutex_unlock(mutex);
}
