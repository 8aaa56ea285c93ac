/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals that the program sends to itself: handlers, masks, pending ones,
 * flags, the default of the harmless.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "test.h"

static volatile int calls, last, blocked_inside;

static void handler(int signal)
{
	sigset_t mask;

	calls++;
	last = signal;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	blocked_inside = sigismember(&mask, signal);
}

static void with_info(int signal, siginfo_t *info, void *context)
{
	(void)context;
	handler(signal);
	check(info->si_signo == signal);
}

int main(void)
{
	struct sigaction action, old;
	sigset_t set, pending;

	check(signal(SIGUSR1, handler) == SIG_DFL);
	check(raise(0) == 0 && calls == 0);
	check(raise(SIGUSR1) == 0 && calls == 1 && last == SIGUSR1);
	check(blocked_inside == 1);
	check(kill(getpid(), SIGUSR1) == 0 && calls == 2);
	check(signal(SIGUSR1, SIG_IGN) == handler);
	check(raise(SIGUSR1) == 0 && calls == 2);

	memset(&action, 0, sizeof(action));
	sigemptyset(&action.sa_mask);
	action.sa_sigaction = with_info;
	action.sa_flags = SA_SIGINFO | SA_RESETHAND | SA_NODEFER;
	check(sigaction(SIGUSR2, &action, NULL) == 0);
	check(raise(SIGUSR2) == 0 && calls == 3);
	check(sigaction(SIGUSR2, NULL, &old) == 0);
	check(old.sa_handler == SIG_DFL);

	signal(SIGUSR2, handler);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	check(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
	check(raise(SIGUSR2) == 0 && calls == 3);
	check(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR2));
	check(sigprocmask(SIG_UNBLOCK, &set, NULL) == 0 && calls == 4);
	check(sigpending(&pending) == 0 && !sigismember(&pending, SIGUSR2));

	check(raise(SIGCHLD) == 0 && raise(SIGURG) == 0); /* ignored */
	check_error(kill(getpid(), 1000), EINVAL);
	check(kill(getpid(), 0) == 0);
	check(signal(SIGKILL, handler) == SIG_ERR && errno == EINVAL);
	check(strcmp(strsignal(SIGSEGV), "Segmentation fault") == 0);
	return 0;
}
