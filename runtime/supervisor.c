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
#include <sched.h>
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

#include "affinity.h"
#include "channel/channel.h"
#include "child.h"
#include "ending.h"

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
	struct zvm_shared *shared = mmap(NULL, zvm_shared_size(manifest),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED) {
		zvm_problem(problem, ZVM_END_MEMORY, "error: out of memory");
		return NULL;
	}
	zvm_shared_begin(shared, manifest);
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

static int next_signal(const sigset_t *watched, double seconds)
{
	struct timespec limit;

	if (seconds > 1e9)
		return sigwaitinfo(watched, NULL);
	limit.tv_sec = (time_t)seconds;
	limit.tv_nsec = (long)((seconds - (double)limit.tv_sec) * 1e9);
	return sigtimedwait(watched, NULL, &limit);
}

/* Blocks until the child ended, a limit was reached, a signal came or the
 * child became a template. Kills the child in the second and third case;
 * returns the end to report, or NONE. */
static enum zvm_end wait_for_end(const struct zvm_launch *launch, pid_t child,
    struct timespec start, const sigset_t *watched, int *status,
    struct rusage *usage, int *signal)
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
		if (launch->server != NULL && zvm_server_called(launch->server))
			return ZVM_END_SERVER;
		left = zvm_seconds_left(launch->manifest, child, start, &end);
		if (end == ZVM_END_NONE) {
			int got = next_signal(watched, left);

			if (got == SIGCHLD || got == SIGIO || got < 0)
				continue;
			end = ZVM_END_INTERRUPT;
			*signal = got;
		}
		kill(child, SIGKILL);
	}
}

/* A fork that may come with namespaces. There is one thread, so nothing that
 * libc's fork does beside is missed. */
static pid_t start_child(struct zvm_launch *launch,
    const struct zvm_affinity *affinity, struct zvm_problem *problem)
{
	int flags = zvm_isolate_clone_flags(launch->mode->isolation);
	pid_t child;

	/* The first process of a namespace cannot make siblings. */
	if (launch->server != NULL)
		flags &= ~CLONE_NEWPID;
	launch->supervisor = getpid();
	launch->supervisor_fd = -1;
	if (flags & CLONE_NEWPID) {
		launch->supervisor_fd =
		    (int)syscall(SYS_pidfd_open, launch->supervisor, 0);
		launch->supervisor = 0;
	}
	child =
	    (pid_t)syscall(SYS_clone, SIGCHLD | flags, NULL, NULL, NULL, NULL);
	if (child == 0) {
		zvm_affinity_restore(affinity);
		zvm_child(launch);
	}
	if (launch->control >= 0)
		close(launch->control);
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
	struct timespec start =
	    launch->network != NULL ? launch->network->start : zvm_now();
	struct zvm_launch own = *launch;
	struct zvm_affinity affinity = {.size = 0};
	struct rusage usage = {0};
	enum zvm_end end;
	int status = 0;
	pid_t child;

	if (own.mode->trace != NULL) {
		if (!zvm_trace_pipe(&result->trace, &result->problem))
			return;
		own.trace_fd = result->trace.ends[1];
	}
	/* A trace is printed while the guest runs: no turns are taken. */
	if (own.mode->trace == NULL)
		zvm_affinity_stay(&affinity);
	child = start_child(&own, &affinity, &result->problem);
	if (child < 0)
		return;
	/* The child comes first: a debugger follows that fork. */
	if (own.mode->trace != NULL &&
	    !zvm_trace_follow(&result->trace, launch->manifest, launch->shared,
		&result->problem))
		kill(child, SIGKILL);
	end = wait_for_end(
	    launch, child, start, watched, &status, &usage, &result->signal);
	if (end == ZVM_END_SERVER) {
		zvm_affinity_restore(&affinity);
		launch->server->template = child;
		result->serving = 1;
	}
	zvm_result_settle(result, end, status, &usage, start);
	if (result->serving)
		result->problem.end = ZVM_END_SERVER;
}

/* Sessions that this one is linked with are waited for here, outside, so the
 * confined child never has a socket that is not connected. */
static int connect_links(struct zvm_launch *launch, const sigset_t *watched,
    struct zvm_network_wait *wait, struct zvm_problem *problem, int *signal)
{
	const struct zvm_manifest *manifest = launch->manifest;

	if (manifest->network_count == 0 &&
	    manifest->name_server.kind == ZVM_NETWORK_NONE)
		return 1;
	if (!zvm_network_wait_begin(wait, manifest, watched, problem))
		return 0;
	launch->network = wait;
	if (zvm_network_open(manifest, launch->sources,
		zvm_shared_links(launch->shared, manifest->channel_count), wait,
		problem))
		return 1;
	if (wait->end != ZVM_END_NONE)
		problem->end = wait->end;
	*signal = wait->signal;
	return 0;
}

void zvm_session_run(const struct zvm_manifest *manifest,
    const struct zvm_mode *mode, struct zvm_result *result)
{
	struct zvm_launch launch = {
	    .manifest = manifest, .mode = mode, .control = -1, .trace_fd = -1};
	struct zvm_problem *problem = &result->problem;
	struct zvm_network_wait wait;
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
	if (manifest->job != NULL && !mode->prepare_only) {
		launch.server = &result->server;
		sigaddset(&watched, SIGIO);
		if (!zvm_server_listen(&launch, problem))
			return;
	}
	launch.sources = zvm_sources_open(manifest, problem);
	if (launch.sources != NULL && mode->trace != NULL &&
	    !zvm_trace_claim(&result->trace, &launch, problem)) {
		zvm_sources_finish(
		    launch.sources, manifest, ZVM_OUTCOME_UNUSED, problem);
		launch.sources = NULL;
	}
	if (launch.sources == NULL) {
		if (launch.server != NULL)
			zvm_server_forget(launch.server);
		return;
	}
	if (connect_links(&launch, &watched, &wait, problem, &result->signal))
		supervise(&launch, result, &watched);
	if (result->serving)
		zvm_server_hold_mapped(&launch);
	zvm_result_finish(&launch, result);
	if (launch.network != NULL)
		zvm_network_wait_end(launch.network);
	if (result->serving)
		return;
	if (launch.server != NULL)
		zvm_server_forget(launch.server);
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
