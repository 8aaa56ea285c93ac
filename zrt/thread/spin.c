/* SPDX-License-Identifier: Apache-2.0
 *
 * Spin locks: the number of the thread that holds it, or 0. With one processor
 * spinning is waiting; there is room for no queue in the lock, so all share
 * one.
 */
#include <errno.h>
#include "internal/thread.h"

static struct zrt_wait_queue spinning;

int pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
	if (shared != PTHREAD_PROCESS_PRIVATE &&
	    shared != PTHREAD_PROCESS_SHARED)
		return EINVAL;
	*lock = 0;
	return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *lock)
{
	return *lock ? EBUSY : 0;
}

int pthread_spin_trylock(pthread_spinlock_t *lock)
{
	if (*lock) {
		__zrt_yield();
		return EBUSY;
	}
	*lock = (int)__zvm_tp->id;
	return 0;
}

int pthread_spin_lock(pthread_spinlock_t *lock)
{
	if (*lock == (int)__zvm_tp->id)
		return EDEADLK;
	while (*lock)
		__zrt_wait(&spinning, ZRT_FOREVER, 0, "a spin lock");
	*lock = (int)__zvm_tp->id;
	return 0;
}

int pthread_spin_unlock(pthread_spinlock_t *lock)
{
	if (!*lock)
		return EPERM;
	*lock = 0;
	__zrt_wake_all(&spinning);
	__zrt_preempt();
	return 0;
}
