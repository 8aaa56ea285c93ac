/* SPDX-License-Identifier: Apache-2.0
 *
 * flockfile, ftrylockfile, funlockfile: the lock that stdio itself takes. A
 * thread that took it here, not inside stdio, can be cancelled meanwhile.
 */
#include <stdio.h>
#include <sys/lock.h>
#include "internal/thread.h"

extern void __sinit(struct _reent *);

/* The standard streams get their locks when stdio is first used. */
static _LOCK_T lock_of(FILE *file)
{
	if (!file->_lock)
		__sinit(NULL);
	return file->_lock;
}

void flockfile(FILE *file)
{
	__lock_acquire_recursive(lock_of(file));
	__zvm_tp->library_locks--;
}

int ftrylockfile(FILE *file)
{
	if (__lock_try_acquire_recursive(lock_of(file))) {
		__zrt_yield();
		return -1;
	}
	__zvm_tp->library_locks--;
	return 0;
}

void funlockfile(FILE *file)
{
	__zvm_tp->library_locks++;
	__lock_release_recursive(lock_of(file));
}
