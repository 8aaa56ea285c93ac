/* SPDX-License-Identifier: Apache-2.0
 *
 * One sentence about how a session ended, from the numbers that the child's
 * fault handler, the gate or the supervisor left. Pure.
 */
#include "supervisor.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "../zrt/abi/zvm_abi.h"

static const char *signal_name(int signal)
{
	static const char *const names[] = {
	    [SIGHUP] = "HUP",
	    [SIGINT] = "INT",
	    [SIGQUIT] = "QUIT",
	    [SIGILL] = "ILL",
	    [SIGTRAP] = "TRAP",
	    [SIGABRT] = "ABRT",
	    [SIGBUS] = "BUS",
	    [SIGFPE] = "FPE",
	    [SIGKILL] = "KILL",
	    [SIGUSR1] = "USR1",
	    [SIGSEGV] = "SEGV",
	    [SIGUSR2] = "USR2",
	    [SIGPIPE] = "PIPE",
	    [SIGALRM] = "ALRM",
	    [SIGTERM] = "TERM",
	    [SIGSTKFLT] = "STKFLT",
	    [SIGCHLD] = "CHLD",
	    [SIGCONT] = "CONT",
	    [SIGSTOP] = "STOP",
	    [SIGTSTP] = "TSTP",
	    [SIGTTIN] = "TTIN",
	    [SIGTTOU] = "TTOU",
	    [SIGURG] = "URG",
	    [SIGXCPU] = "XCPU",
	    [SIGXFSZ] = "XFSZ",
	    [SIGVTALRM] = "VTALRM",
	    [SIGPROF] = "PROF",
	    [SIGWINCH] = "WINCH",
	    [SIGPOLL] = "POLL",
	    [SIGPWR] = "PWR",
	    [SIGSYS] = "SYS",
	};

	if (signal < 0 || (size_t)signal >= sizeof(names) / sizeof(*names) ||
	    names[signal] == NULL)
		return "unknown";
	return names[signal];
}

/* What happened at a fault, in words. */
static void fault_cause(const struct zvm_result *result, char *out, size_t room)
{
	const struct zvm_shared *shared = result->shared;
	uint64_t address = shared->fault_address;
	uint32_t stack = ZVM_STACK_END - ZVM_STACK_SIZE;

	switch (result->signal) {
	case SIGSEGV:
	case SIGBUS:
		if (shared->fault_code == SI_KERNEL)
			snprintf(out, room,
			    "halted, or used an address that "
			    "no memory can have");
		else if (address < stack &&
			 address >= stack - ZVM_STACK_GUARD_SIZE)
			snprintf(out, room,
			    "stack overflow (the stack has %d "
			    "MiB)",
			    ZVM_STACK_SIZE >> 20);
		else if (shared->fault_guard)
			snprintf(out, room,
			    "stack overflow (0x%llx is in a guard page)",
			    (unsigned long long)address);
		else if (address < ZVM_GUEST_START)
			snprintf(out, room, "null pointer access to 0x%llx",
			    (unsigned long long)address);
		else
			snprintf(out, room, "bad memory access to 0x%llx",
			    (unsigned long long)address);
		break;
	case SIGFPE:
		snprintf(out, room, "arithmetic exception");
		break;
	case SIGILL:
		snprintf(out, room, "illegal instruction");
		break;
	default:
		snprintf(out, room, "signal");
	}
}

static void describe_fault(const struct zvm_manifest *manifest,
    const struct zvm_result *result, struct zvm_problem *problem)
{
	const struct zvm_shared *shared = result->shared;
	char cause[120], place[300] = "";
	int used = 0;

	fault_cause(result, cause, sizeof(cause));
	if (result->symbol.name[0] != '\0')
		used = snprintf(place, sizeof(place), " in %s+0x%x",
		    result->symbol.name, result->symbol.offset);
	if (result->line.file[0] != '\0')
		snprintf(place + used, sizeof(place) - (size_t)used, ", %s:%u",
		    result->line.file, result->line.number);
	if (shared->fault_ip < ZVM_RESERVE_END)
		snprintf(problem->text, sizeof(problem->text),
		    "%.160s: error: %s at 0x%llx%s (SIG%s)", manifest->program,
		    cause, (unsigned long long)shared->fault_ip, place,
		    signal_name(result->signal));
	else
		snprintf(problem->text, sizeof(problem->text),
		    "%.160s: error: %s while returning from a runtime call, "
		    "stack pointer 0x%llx (SIG%s)",
		    manifest->program, cause,
		    (unsigned long long)shared->fault_sp,
		    signal_name(result->signal));
}

/* A channel's number, the first one's for what is none. */
static uint32_t end_channel(
    const struct zvm_manifest *manifest, const struct zvm_shared *shared)
{
	uint32_t channel = ZVM_ONCE(shared->end_channel);

	return channel < manifest->channel_count ? channel : 0;
}

static void describe_sources(const struct zvm_manifest *manifest,
    const struct zvm_shared *shared, struct zvm_problem *problem)
{
	uint32_t channel = end_channel(manifest, shared);
	const struct zvm_channel_count *count = &shared->channels[channel];

	if (count->failed_put != 0)
		snprintf(problem->text, sizeof(problem->text),
		    "%.160s: error: a source of channel %.80s cannot be "
		    "written: %s",
		    manifest->program, manifest->channels[channel].name,
		    strerror((int)count->failed_put));
	else
		snprintf(problem->text, sizeof(problem->text),
		    "%.160s: error: no two sources of channel %.80s agree "
		    "behind byte %lld",
		    manifest->program, manifest->channels[channel].name,
		    (long long)count->get_bytes);
}

void zvm_describe_end(
    const struct zvm_manifest *manifest, struct zvm_result *result)
{
	struct zvm_problem *problem = &result->problem;
	const char *program = manifest->program;
	char *out = problem->text;
	size_t room = sizeof(problem->text);

	if (out[0] != '\0')
		return;
	switch (problem->end) {
	case ZVM_END_FAULT:
		describe_fault(manifest, result, problem);
		break;
	case ZVM_END_PIPE:
		snprintf(out, room,
		    "%.160s: error: nobody reads %.80s any more (SIGPIPE)",
		    program,
		    manifest->channels[end_channel(manifest, result->shared)]
			.name);
		break;
	case ZVM_END_SOURCES:
		describe_sources(manifest, result->shared, problem);
		break;
	case ZVM_END_CPU:
		snprintf(out, room,
		    "%.160s: error: limit of %lld.%03d seconds of processor "
		    "time reached",
		    program, (long long)manifest->cpu_ms / 1000,
		    (int)(manifest->cpu_ms % 1000));
		break;
	case ZVM_END_ABORT:
		snprintf(out, room,
		    "%.160s: error: the program ended itself "
		    "(SIG%s)",
		    program, signal_name(result->signal));
		break;
	case ZVM_END_TIMEOUT:
		snprintf(out, room,
		    "%.160s: error: time limit of %lld.%03d "
		    "seconds reached",
		    program, (long long)manifest->timeout_ms / 1000,
		    (int)(manifest->timeout_ms % 1000));
		break;
	case ZVM_END_INTERRUPT:
		snprintf(out, room, "%.160s: error: interrupted (SIG%s)",
		    program, signal_name(result->signal));
		break;
	case ZVM_END_KILLED:
		snprintf(out, room,
		    "%.160s: error: the confined process was "
		    "killed from outside (SIG%s)",
		    program, signal_name(result->signal));
		if (result->signal == SIGKILL)
			zvm_problem_hint(problem,
			    "the kernel does that when memory runs out, or "
			    "processor time (ulimit -t)");
		break;
	case ZVM_END_FILTER:
		snprintf(out, room,
		    "%.160s: error: a system call outside the "
		    "filter was stopped",
		    program);
		break;
	case ZVM_END_CHANNEL:
		snprintf(out, room,
		    "%.160s: error: a file behind a channel could not be read "
		    "where the program had mapped it",
		    program);
		break;
	case ZVM_END_MEMORY:
		snprintf(out, room,
		    "%.160s: error: the host did not change the access of "
		    "pages",
		    program);
		zvm_problem_hint(problem,
		    "memory is used up, or sysctl vm.max_map_count is below "
		    "its usual 65530");
		break;
	case ZVM_END_INTERNAL:
		snprintf(out, room,
		    "%.160s: error: internal error of the "
		    "runtime (signal %d)",
		    program,
		    result->shared != NULL ? (int)result->shared->signal : 0);
		zvm_problem_hint(problem, "please report this, with the "
					  "program and the manifest");
		break;
	default:
		break;
	}
}
