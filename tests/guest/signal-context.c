/* SPDX-License-Identifier: Apache-2.0
 *
 * The third argument of a signal handler: the mask that was interrupted, which
 * the handler may change, and the alternate stack.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <ucontext.h>
#include "test.h"

static volatile int calls; /* raise is a leaf to the compiler */
static volatile bool block_more, was_blocked;
static void *volatile stack_seen;

static void handler(int signal, siginfo_t *info, void *argument)
{
	ucontext_t *context = argument;

	check(signal == SIGUSR1 && info->si_signo == SIGUSR1);
	check(context != NULL);
	was_blocked = sigismember(&context->uc_sigmask, SIGUSR2);
	check(!sigismember(&context->uc_sigmask, SIGUSR1));
	stack_seen = context->uc_stack.ss_sp;
	if (block_more)
		sigaddset(&context->uc_sigmask, SIGALRM);
	calls++;
}

static bool is_blocked(int signal)
{
	sigset_t now;

	check(sigprocmask(SIG_BLOCK, NULL, &now) == 0);
	return sigismember(&now, signal);
}

int main(void)
{
	static char alternate[65536];
	struct sigaction action = {.sa_flags = SA_SIGINFO};
	stack_t stack = {.ss_sp = alternate, .ss_size = sizeof(alternate)};
	sigset_t two;

	action.sa_sigaction = handler;
	check(sigaction(SIGUSR1, &action, NULL) == 0);
	check(raise(SIGUSR1) == 0 && calls == 1 && !was_blocked);

	check(sigemptyset(&two) == 0 && sigaddset(&two, SIGUSR2) == 0);
	check(sigprocmask(SIG_BLOCK, &two, NULL) == 0);
	check(raise(SIGUSR1) == 0 && calls == 2 && was_blocked);
	check(is_blocked(SIGUSR2) && !is_blocked(SIGALRM));

	block_more = true;
	check(raise(SIGUSR1) == 0 && calls == 3);
	check(is_blocked(SIGUSR2) && is_blocked(SIGALRM));

	check(sigaltstack(&stack, NULL) == 0);
	action.sa_flags |= SA_ONSTACK;
	check(sigaction(SIGUSR1, &action, NULL) == 0);
	check(raise(SIGUSR1) == 0 && calls == 4);
	check(stack_seen == alternate);
	return 0;
}
