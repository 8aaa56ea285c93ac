/* SPDX-License-Identifier: Apache-2.0
 *
 * Waiting for signals: sigwait, sigwaitinfo and sigtimedwait take one without
 * a handler; sigsuspend and pause wait until a handler ran.
 */
#include <errno.h>
#include <unistd.h>
#include "internal/signal.h"
#include "internal/timespec.h"
#include "internal/zrt.h"

/* 0, EAGAIN after the deadline, EINTR when a handler of another one ran. */
static int await(sigset_t set, siginfo_t *info, int64_t deadline)
{
	struct zrt_thread *self = __zvm_tp;
	int result;

	__zrt_cancellation_point();
	for (;;) {
		if (__zrt_signal_take(set, info))
			return 0;
		self->awaited = set;
		result = __zrt_block(NULL, deadline,
		    ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL, "a signal (sigwait)");
		self->awaited = 0;
		if (result == ECANCELED)
			__zrt_cancellation_point();
		if (result == EINTR)
			return EINTR;
		if (result == ETIMEDOUT)
			return __zrt_signal_take(set, info) ? 0 : EAGAIN;
	}
}

int sigwait(const sigset_t *restrict set, int *restrict signal)
{
	siginfo_t info;

	while (await(*set, &info, ZRT_FOREVER))
		;
	*signal = info.si_signo;
	return 0;
}

static int await_info(const sigset_t *set, siginfo_t *wanted, int64_t deadline)
{
	siginfo_t info;
	int error = await(*set, &info, deadline);

	if (error) {
		errno = error;
		return -1;
	}
	if (wanted)
		*wanted = info;
	return info.si_signo;
}

int sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict info)
{
	return await_info(set, info, ZRT_FOREVER);
}

int sigtimedwait(const sigset_t *restrict set, siginfo_t *restrict info,
    const struct timespec *restrict timeout)
{
	if (!timeout)
		return await_info(set, info, ZRT_FOREVER);
	if (!__zrt_timespec_valid(timeout) || timeout->tv_sec < 0) {
		errno = EINVAL;
		return -1;
	}
	return await_info(set, info,
	    __zrt_sum(__zrt_clock_peek(), __zrt_nanoseconds(timeout)));
}

static int suspend(sigset_t mask, const char *what)
{
	struct zrt_thread *self = __zvm_tp;
	sigset_t saved = self->mask;
	int result;

	__zrt_cancellation_point();
	self->mask = mask & ~ZRT_UNMASKABLE;
	result = __zrt_block_on(
	    NULL, ZRT_FOREVER, ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL, what);
	self->mask = saved;
	if (result == ECANCELED)
		__zrt_cancellation_point();
	__zrt_signals_deliver();
	errno = EINTR;
	return -1;
}

int sigsuspend(const sigset_t *mask)
{
	return suspend(*mask, "a signal (sigsuspend)");
}

int pause(void)
{
	return suspend(__zvm_tp->mask, "a signal (pause)");
}

int __xpg_sigpause(int signal)
{
	if (!__zrt_signal_valid(signal)) {
		errno = EINVAL;
		return -1;
	}
	return suspend(
	    __zvm_tp->mask & ~__zrt_bit(signal), "a signal (sigpause)");
}
