/* SPDX-License-Identifier: Apache-2.0
 *
 * flockfile, ftrylockfile, funlockfile: the lock that stdio itself takes.
 */
#include <stdio.h>
#include <sys/lock.h>

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
}

int ftrylockfile(FILE *file)
{
	return __lock_try_acquire_recursive(lock_of(file));
}

void funlockfile(FILE *file)
{
	__lock_release_recursive(lock_of(file));
}
