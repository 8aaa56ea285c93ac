/* SPDX-License-Identifier: Apache-2.0
 *
 * The System V interface that POSIX keeps as obsolescent: sighold, sigrelse,
 * sigignore, sigset.
 */
#include <errno.h>
#include "internal/signal.h"

static int change(int how, int signal)
{
	sigset_t set;

	if (!__zrt_signal_valid(signal)) {
		errno = EINVAL;
		return -1;
	}
	set = __zrt_bit(signal);
	return sigprocmask(how, &set, NULL);
}

int sighold(int signal)
{
	return change(SIG_BLOCK, signal);
}

int sigrelse(int signal)
{
	return change(SIG_UNBLOCK, signal);
}

int sigignore(int signal)
{
	struct sigaction ignore = {.sa_flags = 0};

	ignore.sa_handler = SIG_IGN;
	return sigaction(signal, &ignore, NULL);
}

_sig_func_ptr sigset(int signal, _sig_func_ptr disposition)
{
	struct sigaction wanted = {.sa_flags = 0}, old;
	bool held;

	if (disposition == SIG_ERR || sigaction(signal, NULL, &old)) {
		errno = EINVAL;
		return SIG_ERR;
	}
	held = __zvm_tp->mask & __zrt_bit(signal);
	if (disposition == SIG_HOLD) {
		if (sighold(signal))
			return SIG_ERR;
	} else {
		wanted.sa_handler = disposition;
		if (sigaction(signal, &wanted, NULL) || sigrelse(signal))
			return SIG_ERR;
	}
	return held ? SIG_HOLD : old.sa_handler;
}
