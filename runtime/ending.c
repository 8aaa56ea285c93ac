/* SPDX-License-Identifier: Apache-2.0
 *
 * Limits and ends of confined processes.
 */
#include "ending.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

size_t zvm_shared_size(const struct zvm_manifest *manifest)
{
	size_t size =
	    sizeof(struct zvm_shared) +
	    manifest->channel_count * sizeof(struct zvm_channel_count);

	if (manifest->network_count > 0)
		size += manifest->source_count * sizeof(struct zvm_link);
	return size;
}

void zvm_shared_begin(
    struct zvm_shared *shared, const struct zvm_manifest *manifest)
{
	shared->verdict = ZVM_VERDICT_NOT_RUN;
	if (manifest->memory_tag != ZVM_DIGEST_NONE)
		zvm_digest_start(&shared->memory, manifest->memory_tag);
	for (uint32_t i = 0; i < manifest->channel_count; i++)
		if (manifest->channels[i].tag != ZVM_DIGEST_NONE)
			zvm_digest_start(&shared->channels[i].digest,
			    manifest->channels[i].tag);
}

struct timespec zvm_now(void)
{
	struct timespec t;

	/* Finding the kernel's page for it costs more than two calls. */
	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);
	return t;
}

static double seconds_since(struct timespec start)
{
	struct timespec t = zvm_now();

	return (double)(t.tv_sec - start.tv_sec) +
	       (double)(t.tv_nsec - start.tv_nsec) / 1e9;
}

/* Processor seconds of a process that has not been waited for. */
static double cpu_seconds(pid_t child)
{
	struct timespec used = {0, 0};
	clockid_t clock;

	if (clock_getcpuclockid(child, &clock) == 0)
		clock_gettime(clock, &used);
	return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

double zvm_seconds_left(const struct zvm_manifest *manifest, pid_t child,
    struct timespec start, enum zvm_end *end)
{
	double wall = INFINITY, cpu = INFINITY;

	if (manifest->timeout_ms != 0)
		wall =
		    (double)manifest->timeout_ms / 1000 - seconds_since(start);
	if (manifest->cpu_ms != 0 && child != 0)
		cpu = (double)manifest->cpu_ms / 1000 - cpu_seconds(child);
	if (wall <= 0 || cpu <= 0)
		*end = wall <= 0 ? ZVM_END_TIMEOUT : ZVM_END_CPU;
	else if (cpu < 0.001)
		cpu = 0.001; /* it may sleep: no busy waiting */
	return wall < cpu ? wall : cpu;
}

/* The child's own account goes first: a signal that arrives while it ends
 * changes nothing. */
static void settle_end(struct zvm_result *result, enum zvm_end end, int status)
{
	struct zvm_shared *shared = result->shared;
	struct zvm_problem *problem = &result->problem;

	if (WIFEXITED(status)) {
		*problem = shared->problem;
		problem->text[sizeof(problem->text) - 1] = '\0';
		problem->hint[sizeof(problem->hint) - 1] = '\0';
		if (problem->end == ZVM_END_NONE)
			problem->end = ZVM_END_INTERNAL;
		result->status = shared->status;
		result->signal = (int)shared->signal;
		return;
	}
	if (end == ZVM_END_HOST) {
		zvm_problem(problem, end,
		    "error: the confined process was "
		    "lost: wait4 failed");
		return;
	}
	if (end != ZVM_END_NONE) {
		problem->end = end;
		return;
	}
	result->signal = WTERMSIG(status);
	problem->end =
	    result->signal == SIGSYS ? ZVM_END_FILTER : ZVM_END_KILLED;
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

void zvm_result_settle(struct zvm_result *result, enum zvm_end end, int status,
    const struct rusage *usage, struct timespec start)
{
	result->wall_seconds = seconds_since(start);
	result->user_seconds = seconds(usage->ru_utime);
	result->system_seconds = seconds(usage->ru_stime);
	result->peak_kib = usage->ru_maxrss;
	settle_end(result, end, status);
}

static int read_program(void *file, uint64_t offset, void *to, size_t size)
{
	const int *fd = file;

	return pread(*fd, to, size, (off_t)offset) == (ssize_t)size;
}

/* The program file again, for names only. A server has no time for lines. */
static void find_symbol(
    const struct zvm_launch *launch, struct zvm_result *result)
{
	uint64_t ip = result->shared->fault_ip;
	int fd = launch->program_fd;

	if (result->problem.end != ZVM_END_FAULT || ip < ZVM_TEXT_BASE ||
	    ip >= ZVM_TEXT_END)
		return;
	zvm_symbol_find(read_program, &fd, (uint32_t)ip, &result->symbol);
	if (launch->server == NULL)
		zvm_line_find_confined(fd, (uint32_t)ip, &result->line);
}

static void check_unchanged(const struct zvm_source *source,
    const char *channel, struct zvm_problem *changed)
{
	if (!zvm_source_unchanged(source))
		zvm_problem(changed, ZVM_END_CHANNEL,
		    "%.160s: error: channel %.80s: the file changed while the "
		    "program had it mapped",
		    source->path ? source->path : "descriptor", channel);
}

/* What the guest saw of a mapped file must have been one file: when somebody
 * wrote to it meanwhile, the session has no result. */
static void check_mapped(
    const struct zvm_launch *launch, struct zvm_problem *problem)
{
	const struct zvm_manifest *manifest = launch->manifest;
	struct zvm_problem changed = {0};

	if (problem->end != ZVM_END_EXIT && problem->end != ZVM_END_CHANNEL)
		return;
	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		const struct zvm_manifest_channel *channel =
		    &manifest->channels[i];
		if (launch->shared->channels[i].mapped)
			check_unchanged(&launch->sources[channel->first_source],
			    channel->name, &changed);
	}
	for (uint32_t i = 0;
	     launch->server != NULL && i < launch->server->mapped_count; i++)
		check_unchanged(
		    &launch->server->mapped[i], "of the server", &changed);
	if (changed.end != ZVM_END_NONE)
		*problem = changed;
}

/* The ends of links go first: when one cannot be sent, the session has failed
 * and its files are discarded. */
static void finish_network(
    const struct zvm_launch *launch, struct zvm_result *result)
{
	struct zvm_network_wait *wait = launch->network;
	const struct zvm_manifest *manifest = launch->manifest;
	struct zvm_shared *shared = launch->shared;

	if (wait == NULL || result->problem.end != ZVM_END_EXIT ||
	    zvm_network_finish(manifest, launch->sources,
		zvm_shared_links(shared, manifest->channel_count), wait,
		&shared->end_channel))
		return;
	result->problem.end =
	    wait->end != ZVM_END_NONE ? wait->end : ZVM_END_PIPE;
	result->signal = wait->end != ZVM_END_NONE ? wait->signal : SIGPIPE;
}

void zvm_result_finish(
    const struct zvm_launch *launch, struct zvm_result *result)
{
	struct zvm_problem *problem = &result->problem;
	struct zvm_problem finish = {0};
	enum zvm_outcome outcome = ZVM_OUTCOME_DISCARD;

	find_symbol(launch, result);
	check_mapped(launch, problem);
	finish_network(launch, result);
	zvm_describe_end(launch->manifest, result);
	if (problem->end == ZVM_END_EXIT)
		outcome = ZVM_OUTCOME_KEEP;
	else if (launch->shared->phase < ZVM_PHASE_GUEST)
		outcome = ZVM_OUTCOME_UNUSED;
	if (!zvm_sources_finish(
		launch->sources, launch->manifest, outcome, &finish) &&
	    problem->end == ZVM_END_EXIT)
		*problem = finish;
}
