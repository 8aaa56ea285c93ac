/* SPDX-License-Identifier: Apache-2.0
 *
 * sigaction, signal, siginterrupt: what is to be done about a signal.
 */
#include <errno.h>
#include <string.h>
#include "internal/signal.h"

int sigaction(int signal, const struct sigaction *restrict wanted,
    struct sigaction *restrict old)
{
	if (!__zrt_signal_valid(signal) ||
	    (wanted && (signal == SIGKILL || signal == SIGSTOP))) {
		errno = EINVAL;
		return -1;
	}
	if (old)
		*old = __zrt_actions[signal];
	if (!wanted)
		return 0;
	__zrt_actions[signal] = *wanted;
	if (__zrt_signal_ignored(signal))
		__zrt_signal_forget(signal);
	else if (__zrt_timer_hooks)
		__zrt_timer_hooks->heeded(signal);
	return 0;
}

/* Here, where handlers come from: see abort.c. */
void __zrt_raise_abort(void)
{
	sigset_t set = __zrt_bit(SIGABRT);

	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	raise(SIGABRT);
}

static sigset_t interrupting; /* siginterrupt(n, 1) was called */

_sig_func_ptr signal(int number, _sig_func_ptr handler)
{
	struct sigaction wanted = {.sa_flags = SA_RESTART}, old;

	wanted.sa_handler = handler;
	if (handler == SIG_ERR || !__zrt_signal_valid(number)) {
		errno = EINVAL;
		return SIG_ERR;
	}
	if (interrupting & __zrt_bit(number))
		wanted.sa_flags = 0;
	return sigaction(number, &wanted, &old) ? SIG_ERR : old.sa_handler;
}

int siginterrupt(int number, int flag)
{
	struct sigaction action;

	if (sigaction(number, NULL, &action))
		return -1;
	if (flag) {
		interrupting |= __zrt_bit(number);
		action.sa_flags &= ~SA_RESTART;
	} else {
		interrupting &= ~__zrt_bit(number);
		action.sa_flags |= SA_RESTART;
	}
	return sigaction(number, &action, NULL);
}
