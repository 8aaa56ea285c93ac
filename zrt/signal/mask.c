/* SPDX-License-Identifier: Apache-2.0
 *
 * pthread_sigmask, sigprocmask, sigpending: what the calling thread blocks.
 */
#include <errno.h>
#include "internal/signal.h"

int pthread_sigmask(
    int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	struct zrt_thread *self = __zvm_tp;
	sigset_t mask = self->mask;

	if (set) {
		if (how == SIG_BLOCK)
			mask |= *set;
		else if (how == SIG_UNBLOCK)
			mask &= ~*set;
		else if (how == SIG_SETMASK)
			mask = *set;
		else
			return EINVAL;
	}
	if (old)
		*old = self->mask;
	self->mask = mask & ~ZRT_UNMASKABLE;
	__zrt_signals_deliver();
	__zrt_preempt();
	return 0;
}

int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old)
{
	int error = pthread_sigmask(how, set, old);

	if (error)
		errno = error;
	return error ? -1 : 0;
}

int sigpending(sigset_t *set)
{
	*set = __zrt_signals_pending() & __zvm_tp->mask;
	return 0;
}
