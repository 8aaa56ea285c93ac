/* SPDX-License-Identifier: Apache-2.0
 *
 * The C library's locks. There is one thread, so no lock is ever contended
 * and taking one is bookkeeping. The library allocates them through these
 * functions only: the layout may change without touching it.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/lock.h>

struct __lock {
	unsigned held;
};

struct __lock __lock___sfp_recursive_mutex;
struct __lock __lock___atexit_recursive_mutex;
struct __lock __lock___at_quick_exit_mutex;
struct __lock __lock___malloc_recursive_mutex;
struct __lock __lock___env_recursive_mutex;
struct __lock __lock___tz_mutex;
struct __lock __lock___dd_hash_mutex;
struct __lock __lock___arc4random_mutex;

/* When memory is out, a shared lock still counts right for one thread. */
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

void __retarget_lock_acquire(_LOCK_T lock)
{
	lock->held++;
}

void __retarget_lock_acquire_recursive(_LOCK_T lock)
{
	lock->held++;
}

int __retarget_lock_try_acquire(_LOCK_T lock)
{
	if (lock->held)
		return EBUSY;
	lock->held = 1;
	return 0;
}

int __retarget_lock_try_acquire_recursive(_LOCK_T lock)
{
	lock->held++;
	return 0;
}

void __retarget_lock_release(_LOCK_T lock)
{
	lock->held--;
}

void __retarget_lock_release_recursive(_LOCK_T lock)
{
	lock->held--;
}
