/* SPDX-License-Identifier: Apache-2.0
 *
 * What the processor reports: note it where the supervisor finds it, and end.
 * The handlers run on their own trusted stack and never return, so the guest
 * cannot be resumed in another state. A fault at a guest address, or at the
 * two places of entry.S that touch the guest's stack, is the guest's; one that
 * somebody sent is a kill; any other is a bug of the runtime.
 */
#include "../child.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <ucontext.h>

/* Room for the kernel's frame with every vector extension there is. */
static uint8_t fault_stack[65536] __attribute__((aligned(64)));

static const int reported[] = {
    SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS};

/* Let through with their default action: stopping and continuing a process
 * changes nothing in it, and a limit on processor time ends it. */
static const int passed[] = {SIGTSTP, SIGTTIN, SIGTTOU, SIGXCPU};

static int guest_address(uint64_t ip)
{
	return ip < ZVM_RESERVE_END || (ip >= (uintptr_t)zvm_entry_start &&
					   ip < (uintptr_t)zvm_entry_end);
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	const ucontext_t *state = context;
	struct zvm_shared *shared = zvm_session.shared;
	const struct zvm_regions *regions = &zvm_session.regions;
	uint64_t ip = (uint64_t)state->uc_mcontext.gregs[REG_RIP];
	enum zvm_page_state state_of_page;

	shared->signal = (uint32_t)number;
	shared->fault_ip = ip;
	shared->fault_sp = (uint64_t)state->uc_mcontext.gregs[REG_RSP];
	shared->fault_address = (uintptr_t)info->si_addr;
	shared->fault_code = info->si_code;
	if (info->si_code <= 0) /* SI_USER and its like */
		zvm_gate_leave(ZVM_END_KILLED);
	state_of_page = zvm_state_at(regions, shared->fault_address);
	/* Whoever looked: the file was cut, or its disk failed. */
	if (number == SIGBUS && zvm_state_is_mapped(state_of_page))
		zvm_gate_leave(ZVM_END_CHANNEL);
	shared->fault_guard = state_of_page == ZVM_STATE_GUARD;
	zvm_gate_leave(shared->phase == ZVM_PHASE_GUEST && guest_address(ip)
			   ? ZVM_END_FAULT
			   : ZVM_END_INTERNAL);
}

int zvm_fault_handlers(struct zvm_problem *problem)
{
	stack_t stack = {.ss_sp = fault_stack, .ss_size = sizeof(fault_stack)};
	struct sigaction action = {.sa_sigaction = on_fault,
	    .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
	sigset_t allowed;

	if (sigaltstack(&stack, NULL) != 0)
		return zvm_problem(problem, ZVM_END_HOST,
		    "error: sigaltstack: %s", strerror(errno));
	sigfillset(&action.sa_mask);
	/* A put beyond the file size limit is an error, not an end. */
	signal(SIGXFSZ, SIG_IGN);
	/* Everything is blocked since before the fork. */
	sigemptyset(&allowed);
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++)
		sigaddset(&allowed, passed[i]);
	for (size_t i = 0; i < sizeof(reported) / sizeof(reported[0]); i++) {
		if (sigaction(reported[i], &action, NULL) != 0)
			return zvm_problem(problem, ZVM_END_HOST,
			    "error: sigaction: %s", strerror(errno));
		sigaddset(&allowed, reported[i]);
	}
	sigprocmask(SIG_UNBLOCK, &allowed, NULL);
	return 1;
}
