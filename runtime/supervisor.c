/* SPDX-License-Identifier: Apache-2.0
 *
 * One session from the outside: open, fork, wait, finish.
 *
 * Every signal that could end this process is blocked from before the fork
 * until outputs are finished; they are read with sigtimedwait, so there is no
 * handler and no moment at which one is lost.
 */
#include "supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "channel/channel.h"
#include "child.h"

static const int interrupts[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

int zvm_supervisor_prepare(char **argv, struct zvm_problem *problem)
{
	int now = personality(0xffffffff);

	/* MMAP_PAGE_ZERO, READ_IMPLIES_EXEC and the like survive exec. */
	if (now != -1 && now & ~ADDR_NO_RANDOMIZE) {
		personality((unsigned long)(now & ADDR_NO_RANDOMIZE));
		if ((personality(0xffffffff) & ~ADDR_NO_RANDOMIZE) == 0)
			execv("/proc/self/exe", argv);
		return zvm_problem(problem, ZVM_END_HOST,
		    "error: personality 0x%x cannot be reset", (unsigned)now);
	}
	/* A file opened as descriptor 0, 1 or 2 would become a standard
	 * stream. */
	for (int wanted = 0; wanted <= 2; wanted++) {
		if (fcntl(wanted, F_GETFD) < 0 &&
		    open("/dev/null", O_RDWR) != wanted)
			return zvm_problem(problem, ZVM_END_HOST,
			    "error: /dev/null: %s", strerror(errno));
	}
	return 1;
}

static int open_program(
    const struct zvm_manifest *manifest, struct zvm_problem *problem)
{
	struct stat st;
	int fd = open(manifest->program, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0) {
		zvm_problem(problem,
		    errno == ENOENT || errno == ENOTDIR ? ZVM_END_NOT_FOUND
							: ZVM_END_REFUSED,
		    "%.300s: error: %s", manifest->program, strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	zvm_problem(problem, ZVM_END_REFUSED,
	    "%.300s: error: not a regular file", manifest->program);
	close(fd);
	return -1;
}

static struct zvm_shared *make_shared(
    const struct zvm_manifest *manifest, struct zvm_problem *problem)
{
	size_t size =
	    sizeof(struct zvm_shared) +
	    manifest->channel_count * sizeof(struct zvm_channel_count);
	struct zvm_shared *shared = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED) {
		zvm_problem(problem, ZVM_END_MEMORY, "error: out of memory");
		return NULL;
	}
	shared->verdict = ZVM_VERDICT_NOT_RUN;
	shared->channel_count = manifest->channel_count;
	if (manifest->memory_tag != ZVM_DIGEST_NONE)
		zvm_digest_start(&shared->memory, manifest->memory_tag);
	for (uint32_t i = 0; i < manifest->channel_count; i++)
		if (manifest->channels[i].tag != ZVM_DIGEST_NONE)
			zvm_digest_start(&shared->channels[i].digest,
			    manifest->channels[i].tag);
	return shared;
}

/* Each source of a channel is a descriptor. */
static void allow_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/* Trusted memory must be out of the guest's reach, or nothing holds. */
static int check_addresses(
    const struct zvm_shared *shared, struct zvm_problem *problem)
{
	int on_stack;

	if ((uintptr_t)zvm_enter_guest >= ZVM_RESERVE_END &&
	    (uintptr_t)shared >= ZVM_RESERVE_END &&
	    (uintptr_t)&on_stack >= ZVM_RESERVE_END)
		return 1;
	return zvm_problem(
	    problem, ZVM_END_HOST, "error: the runtime lies below 8 GiB");
}

static void watched_signals(sigset_t *set)
{
	struct sigaction action;

	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	for (size_t i = 0; i < sizeof(interrupts) / sizeof(interrupts[0]);
	     i++) {
		/* Ignored on purpose, as nohup and shells do: stay so. */
		if (sigaction(interrupts[i], NULL, &action) == 0 &&
		    action.sa_handler == SIG_IGN)
			continue;
		sigaddset(set, interrupts[i]);
	}
}

static struct timespec now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t;
}

static double seconds_since(struct timespec start)
{
	struct timespec t = now();

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

/* Seconds until one of the limits can be reached at the earliest: a process
 * of one thread uses no more processor time than passes. Below 0 *end is the
 * limit that was reached; there is one at all only if the result is finite. */
static double seconds_left(const struct zvm_manifest *manifest, pid_t child,
    struct timespec start, enum zvm_end *end)
{
	double wall = INFINITY, cpu = INFINITY;

	if (manifest->timeout_ms != 0)
		wall =
		    (double)manifest->timeout_ms / 1000 - seconds_since(start);
	if (manifest->cpu_ms != 0)
		cpu = (double)manifest->cpu_ms / 1000 - cpu_seconds(child);
	if (wall <= 0 || cpu <= 0)
		*end = wall <= 0 ? ZVM_END_TIMEOUT : ZVM_END_CPU;
	else if (cpu < 0.001)
		cpu = 0.001; /* it may sleep: no busy waiting */
	return wall < cpu ? wall : cpu;
}

static int next_signal(const sigset_t *watched, double seconds)
{
	struct timespec limit;

	if (seconds > 1e9)
		return sigwaitinfo(watched, NULL);
	limit.tv_sec = (time_t)seconds;
	limit.tv_nsec = (long)((seconds - (double)limit.tv_sec) * 1e9);
	return sigtimedwait(watched, NULL, &limit);
}

/* Blocks until the child ended, a limit was reached or a signal came. Kills
 * the child in the latter cases; returns the end to report, or NONE. */
static enum zvm_end wait_for_end(pid_t child,
    const struct zvm_manifest *manifest, struct timespec start,
    const sigset_t *watched, int *status, struct rusage *usage, int *signal)
{
	enum zvm_end end = ZVM_END_NONE;

	for (;;) {
		double left;
		pid_t done = wait4(
		    child, status, end == ZVM_END_NONE ? WNOHANG : 0, usage);

		if (done == child)
			return end;
		if (done < 0 && errno != EINTR) { /* nobody else waits */
			kill(child, SIGKILL);
			*status = SIGKILL;
			return ZVM_END_HOST;
		}
		if (end != ZVM_END_NONE)
			continue; /* killed: wait4 cannot take long */
		left = seconds_left(manifest, child, start, &end);
		if (end == ZVM_END_NONE) {
			int got = next_signal(watched, left);

			if (got == SIGCHLD || got < 0)
				continue;
			end = ZVM_END_INTERRUPT;
			*signal = got;
		}
		kill(child, SIGKILL);
	}
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

/* A fork that may come with namespaces. There is one thread, so nothing that
 * libc's fork does beside is missed. */
static pid_t start_child(struct zvm_launch *launch, struct zvm_problem *problem)
{
	int flags = zvm_isolate_clone_flags(launch->mode->isolation);
	pid_t child;

	launch->supervisor_fd = (int)syscall(SYS_pidfd_open, getpid(), 0);
	child =
	    (pid_t)syscall(SYS_clone, SIGCHLD | flags, NULL, NULL, NULL, NULL);
	if (child == 0)
		zvm_child(launch);
	if (child < 0) {
		zvm_problem(problem, ZVM_END_HOST, "error: clone%s: %s",
		    flags != 0 ? " with namespaces" : "", strerror(errno));
		if (flags != 0)
			zvm_problem_hint(problem,
			    "'zerovm --explain-isolation' shows what there is "
			    "here");
	}
	if (launch->supervisor_fd >= 0)
		close(launch->supervisor_fd);
	return child;
}

static void supervise(const struct zvm_launch *launch,
    struct zvm_result *result, const sigset_t *watched)
{
	struct timespec start = now();
	struct zvm_launch own = *launch;
	struct rusage usage = {0};
	enum zvm_end end;
	int status = 0;
	pid_t child;

	child = start_child(&own, &result->problem);
	if (child < 0)
		return;
	end = wait_for_end(child, launch->manifest, start, watched, &status,
	    &usage, &result->signal);
	result->wall_seconds = seconds_since(start);
	result->user_seconds = seconds(usage.ru_utime);
	result->system_seconds = seconds(usage.ru_stime);
	result->peak_kib = usage.ru_maxrss;
	settle_end(result, end, status);
}

static int read_program(void *file, uint64_t offset, void *to, size_t size)
{
	const int *fd = file;

	return pread(*fd, to, size, (off_t)offset) == (ssize_t)size;
}

/* The program file again, for the name only. */
static void find_symbol(
    const struct zvm_launch *launch, struct zvm_result *result)
{
	uint64_t ip = result->shared->fault_ip;
	int fd = launch->program_fd;

	if (result->problem.end == ZVM_END_FAULT && ip >= ZVM_TEXT_BASE &&
	    ip < ZVM_TEXT_END)
		zvm_symbol_find(
		    read_program, &fd, (uint32_t)ip, &result->symbol);
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
		const struct zvm_source *source =
		    &launch->sources[channel->first_source];

		if (launch->shared->channels[i].mapped &&
		    !zvm_source_unchanged(source))
			zvm_problem(&changed, ZVM_END_CHANNEL,
			    "%.160s: error: channel %.80s: the file changed "
			    "while the program had it mapped",
			    source->path ? source->path : "descriptor",
			    channel->name);
	}
	if (changed.end != ZVM_END_NONE)
		*problem = changed;
}

void zvm_session_run(const struct zvm_manifest *manifest,
    const struct zvm_mode *mode, struct zvm_result *result)
{
	struct zvm_launch launch = {.manifest = manifest, .mode = mode};
	struct zvm_problem *problem = &result->problem;
	struct zvm_problem finish = {0};
	sigset_t watched, all;

	/* SIGCHLD ignored by the parent would take the exit status away. */
	signal(SIGCHLD, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	watched_signals(&watched);
	sigfillset(&all);
	sigdelset(&all, SIGTSTP);
	sigdelset(&all, SIGTTIN);
	sigdelset(&all, SIGTTOU);
	sigprocmask(SIG_BLOCK, &all, NULL);

	launch.program_fd = open_program(manifest, problem);
	if (launch.program_fd < 0)
		return;
	result->shared = make_shared(manifest, problem);
	if (result->shared == NULL || !check_addresses(result->shared, problem))
		return;
	launch.shared = result->shared;
	allow_descriptors();
	launch.sources = zvm_sources_open(manifest, problem);
	if (launch.sources == NULL)
		return;
	supervise(&launch, result, &watched);
	find_symbol(&launch, result);
	check_mapped(&launch, problem);
	zvm_describe_end(manifest, result);
	if (!zvm_sources_finish(launch.sources, manifest,
		problem->end == ZVM_END_EXIT              ? ZVM_OUTCOME_KEEP
		: result->shared->phase < ZVM_PHASE_GUEST ? ZVM_OUTCOME_UNUSED
							  : ZVM_OUTCOME_DISCARD,
		&finish) &&
	    problem->end == ZVM_END_EXIT)
		*problem = finish;
	close(launch.program_fd);
}

void zvm_supervisor_release(void)
{
	const struct timespec none = {0, 0};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(interrupts) / sizeof(interrupts[0]); i++)
		sigaddset(&set, interrupts[i]);
	while (sigtimedwait(&set, NULL, &none) > 0)
		;
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}
