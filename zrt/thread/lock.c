/* SPDX-License-Identifier: Apache-2.0
 *
 * The C library's own locks, of streams too. They are recursive, all of them:
 * a thread that comes back to one has been inside the library already, by way
 * of a signal's handler for instance. A thread that holds one is not
 * cancelled. The library allocates them through these functions only.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/lock.h>
#include "internal/thread.h"

/* Linked with all that waits; until then there is one thread, and it gets every
 * lock. */
#pragma weak __zrt_wait
#pragma weak __zrt_wake_one

/* Stdio's quick path for a character takes a lock whose first word is 0 for
 * free (_STREAM_FREE in the patched newlib/libc/stdio/local.h). */
struct __lock {
	unsigned held;
	struct zrt_thread *owner; /* who held it last */
	struct zrt_wait_queue queue;
};

struct __lock __lock___sfp_recursive_mutex;
struct __lock __lock___atexit_recursive_mutex;
struct __lock __lock___at_quick_exit_mutex;
struct __lock __lock___malloc_recursive_mutex;
struct __lock __lock___env_recursive_mutex;
struct __lock __lock___tz_mutex;
struct __lock __lock___dd_hash_mutex;
struct __lock __lock___arc4random_mutex;

/* When memory is out, a lock that is shared still excludes. */
static struct __lock fallback;

void __retarget_lock_init(_LOCK_T *lock)
{
	*lock = calloc(1, sizeof(**lock));
	if (!*lock)
		*lock = &fallback;
}

void __retarget_lock_init_recursive(_LOCK_T *lock)
{
	__retarget_lock_init(lock);
}

void __retarget_lock_close(_LOCK_T lock)
{
	if (lock != &fallback)
		free(lock);
}

void __retarget_lock_close_recursive(_LOCK_T lock)
{
	__retarget_lock_close(lock);
}

int __retarget_lock_try_acquire_recursive(_LOCK_T lock)
{
	struct zrt_thread *self = __zvm_tp;

	if (lock->held && lock->owner != self)
		return EBUSY;
	lock->owner = self;
	lock->held++;
	self->library_locks++;
	return 0;
}

int __retarget_lock_try_acquire(_LOCK_T lock)
{
	return lock->held ? EBUSY : __retarget_lock_try_acquire_recursive(lock);
}

void __retarget_lock_acquire_recursive(_LOCK_T lock)
{
	while (__retarget_lock_try_acquire_recursive(lock))
		__zrt_wait(&lock->queue, ZRT_FOREVER, 0, "a stream");
}

void __retarget_lock_acquire(_LOCK_T lock)
{
	__retarget_lock_acquire_recursive(lock);
}

void __retarget_lock_release_recursive(_LOCK_T lock)
{
	struct zrt_thread *self = __zvm_tp;

	self->library_locks--;
	if (--lock->held == 0 && lock->queue.first)
		__zrt_wake_one(&lock->queue);
	if (!self->library_locks && self->cancel_async)
		__zrt_cancellation_point();
}

void __retarget_lock_release(_LOCK_T lock)
{
	__retarget_lock_release_recursive(lock);
}
