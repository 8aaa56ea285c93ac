/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals inside the process. The program sends them to itself: raise, kill,
 * abort. A blocked one stays pending until it is let through. What has no
 * handler and would end a process ends the session, through the gate.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>
#include "internal/zrt.h"

static struct sigaction actions[NSIG];
static sigset_t blocked, pending;

static sigset_t bit(int signal)
{
	return (sigset_t)1 << (signal - 1);
}

static int valid(int signal)
{
	if (signal >= 1 && signal < NSIG)
		return 1;
	errno = EINVAL;
	return 0;
}

static int ignored_by_default(int signal)
{
	return signal == SIGCHLD || signal == SIGCONT || signal == SIGURG ||
	       signal == SIGWINCH;
}

/* One that nothing in the session could continue is an end as well. */
static void default_action(int signal)
{
	if (!ignored_by_default(signal))
		__zrt_die(signal);
}

static void deliver(int signal)
{
	struct sigaction action = actions[signal];
	sigset_t saved = blocked;

	if (action.sa_handler == SIG_IGN)
		return;
	if (action.sa_handler == SIG_DFL) {
		default_action(signal);
		return;
	}
	if (action.sa_flags & SA_RESETHAND)
		actions[signal].sa_handler = SIG_DFL;
	blocked |= action.sa_mask;
	if (!(action.sa_flags & SA_NODEFER))
		blocked |= bit(signal);
	if (action.sa_flags & SA_SIGINFO) {
		siginfo_t info = {
		    .si_signo = signal, .si_code = SI_USER, .si_pid = 1};

		action.sa_sigaction(signal, &info, NULL);
	} else {
		action.sa_handler(signal);
	}
	sigprocmask(SIG_SETMASK, &saved, NULL);
}

static void deliver_pending(void)
{
	for (int signal = 1; signal < NSIG; signal++) {
		if (pending & ~blocked & bit(signal)) {
			pending &= ~bit(signal);
			deliver(signal);
		}
	}
}

int _kill(pid_t process, int signal)
{
	if (signal && !valid(signal))
		return -1;
	if (process != 1 && process != 0 && process != -1) {
		errno = ESRCH;
		return -1;
	}
	if (!signal)
		return 0;
	if (signal == SIGKILL || signal == SIGSTOP)
		__zrt_die(signal);
	if (blocked & bit(signal))
		pending |= bit(signal);
	else
		deliver(signal);
	return 0;
}
ZRT_POSIX_NAME(kill, _kill);

int sigaction(int signal, const struct sigaction *new, struct sigaction *old)
{
	if (!valid(signal))
		return -1;
	if (new && (signal == SIGKILL || signal == SIGSTOP)) {
		errno = EINVAL;
		return -1;
	}
	if (old)
		*old = actions[signal];
	if (new) {
		actions[signal] = *new;
		if (new->sa_handler == SIG_IGN)
			pending &= ~bit(signal);
	}
	return 0;
}

_sig_func_ptr signal(int number, _sig_func_ptr handler)
{
	struct sigaction new = {.sa_flags = SA_RESTART}, old;

	new.sa_handler = handler;
	if (handler == SIG_ERR) {
		errno = EINVAL;
		return SIG_ERR;
	}
	return sigaction(number, &new, &old) ? SIG_ERR : old.sa_handler;
}

int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
	if (old)
		*old = blocked;
	if (!set)
		return 0;
	switch (how) {
	case SIG_BLOCK:
		blocked |= *set;
		break;
	case SIG_UNBLOCK:
		blocked &= ~*set;
		break;
	case SIG_SETMASK:
		blocked = *set;
		break;
	default:
		errno = EINVAL;
		return -1;
	}
	blocked &= ~(bit(SIGKILL) | bit(SIGSTOP));
	deliver_pending();
	return 0;
}

int sigpending(sigset_t *set)
{
	*set = pending;
	return 0;
}

/* With every handler run and the default action restored, the end. */
void abort(void)
{
	sigset_t set = bit(SIGABRT);

	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(SIGABRT);
	__zrt_die(SIGABRT);
}
