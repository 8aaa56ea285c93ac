/* SPDX-License-Identifier: Apache-2.0
 *
 * Starting zerovm, waiting for it, becoming it.
 *
 * The new process shares the caller's memory until it execs (as vfork does),
 * so that a large or many-threaded caller costs nothing; until then it only
 * makes system calls, with every signal blocked, and touches nothing but its
 * own variables.
 */
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_STACK (64 << 10)

int memory_file(const char *name)
{
	return memfd_create(name, MFD_CLOEXEC);
}

static int rewind_stream(FILE *out)
{
	int ok = fflush(out) == 0 && !ferror(out) &&
		 lseek(fileno(out), 0, SEEK_SET) == 0;

	return ok;
}

/* A stream over a duplicate, so that closing it leaves the descriptor. */
static FILE *stream_over(int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	FILE *out = copy >= 0 ? fdopen(copy, "w") : NULL;

	if (out == NULL && copy >= 0)
		close(copy);
	return out;
}

static int host_failed(struct zvm_session *session, const char *what)
{
	return session_failed(session, "%s: %s", what, strerror(errno));
}

static int make_nvram(struct zvm_session *session)
{
	FILE *out;
	int ok;

	if (session->nvram_fd >= 0)
		close(session->nvram_fd);
	session->nvram_fd = memory_file("nvram");
	out = session->nvram_fd >= 0 ? stream_over(session->nvram_fd) : NULL;
	if (out == NULL)
		return host_failed(session, "the session's mounts");
	manifest_write_nvram(session, out);
	ok = rewind_stream(out);
	fclose(out);
	return ok ? 0 : host_failed(session, "the session's mounts");
}

static int prepare(
    struct zvm_session *session, int caller_streams, int *manifest_fd)
{
	const struct manifest_form form = {.caller_streams = caller_streams};
	FILE *out;
	int ok;

	if (manifest_needs_nvram(session) && make_nvram(session) != 0)
		return -1;
	*manifest_fd = memory_file("manifest");
	out = *manifest_fd >= 0 ? stream_over(*manifest_fd) : NULL;
	if (out == NULL)
		return host_failed(session, "the manifest");
	ok = manifest_write(session, &form, out) == 0;
	if (ok && !rewind_stream(out)) {
		host_failed(session, "the manifest");
		ok = 0;
	}
	fclose(out);
	if (ok)
		return 0;
	close(*manifest_fd);
	return -1;
}

/* Everything that the new process needs, made before it is. */
struct start {
	const char *file;
	char *const *argv;
	const int *keep; /* descriptors that stay open, -1 behind the last */
	int null_fd, message_fd; /* -1: keep the streams */
	int error;               /* errno of what failed in the new process */
};

/* 0, or -1 with errno. Raw system calls: the C library's own data may be in
 * use by other threads of the caller. */
static int hand_over(const struct start *start)
{
	for (const int *fd = start->keep; *fd >= 0; fd++)
		if (fcntl(*fd, F_SETFD, 0) != 0)
			return -1;
	if (start->message_fd < 0)
		return 0;
	if (dup2(start->null_fd, 0) < 0 || dup2(start->null_fd, 1) < 0 ||
	    dup2(start->message_fd, 2) < 0)
		return -1;
	return 0;
}

static int child_main(void *argument)
{
	struct start *start = argument;
	struct sigaction action;
	sigset_t mask;

	/* The caller's handlers must never run here; what it ignores stays
	 * ignored. */
	for (int signal = 1; signal < NSIG; signal++) {
		if (sigaction(signal, NULL, &action) != 0 ||
		    action.sa_handler == SIG_IGN)
			continue;
		action = (struct sigaction){.sa_handler = SIG_DFL};
		sigaction(signal, &action, NULL);
	}
	/* Best effort: zerovm's child closes what it does not know anyway. */
	syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
	if (hand_over(start) == 0) {
		/* zvm_session_kill must not come before zerovm is ready to
		 * end with a report: it fetches the signal when it is. */
		sigemptyset(&mask);
		sigaddset(&mask, SIGTERM);
		sigprocmask(SIG_SETMASK, &mask, NULL);
		execvp(start->file, start->argv);
	}
	start->error = errno;
	_exit(127);
}

/* Descriptors that zerovm must find open; -1 ends them. NULL: no memory. */
static int *kept_descriptors(const struct zvm_session *session, int manifest_fd)
{
	int *keep = calloc((size_t)session->channel_count + 6, sizeof(*keep));
	int count = 0;

	if (keep == NULL)
		return NULL;
	keep[count++] = manifest_fd;
	if (session->report_fd >= 0)
		keep[count++] = session->report_fd;
	if (manifest_needs_nvram(session))
		keep[count++] = session->nvram_fd;
	if (session->program_fd >= 0)
		keep[count++] = session->program_fd;
	for (int i = 0; i < session->channel_count; i++)
		if (session->channels[i].spec.path == NULL)
			keep[count++] = session->channels[i].spec.fd;
	keep[count] = -1;
	return keep;
}

/* The zerovm to run: the given one, or the first in PATH. */
static char *find_zerovm(const struct zvm_session *session)
{
	const char *path = getenv("PATH");

	if (session->zerovm != NULL)
		return strdup(session->zerovm);
	while (path != NULL && *path != '\0') {
		size_t size = strcspn(path, ":");
		char *file;

		if (asprintf(&file, "%.*s/zerovm", (int)size, path) < 0)
			return NULL;
		if (access(file, X_OK) == 0)
			return file;
		free(file);
		path += size + (path[size] == ':');
	}
	errno = ENOENT;
	return NULL;
}

static int spawn(struct zvm_session *session, struct start *start)
{
	char *stack = mmap(NULL, CHILD_STACK, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	sigset_t all, old;
	int cancel, pidfd = -1;

	if (stack == MAP_FAILED)
		return host_failed(session, "the session's process");
	sigfillset(&all);
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	session->pid = clone(child_main, stack + CHILD_STACK,
	    CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, start, &pidfd);
	if (session->pid < 0)
		start->error = errno;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_setcancelstate(cancel, NULL);
	munmap(stack, CHILD_STACK);
	if (session->pid > 0 && start->error != 0) {
		waitid(P_PIDFD, (id_t)pidfd, NULL, WEXITED);
		close(pidfd);
	}
	if (start->error != 0)
		return session_failed(
		    session, "%s: %s", start->file, strerror(start->error));
	session->pidfd = pidfd;
	return 0;
}

static void close_outputs(struct zvm_session *session)
{
	if (session->report_fd >= 0)
		close(session->report_fd);
	if (session->message_fd >= 0)
		close(session->message_fd);
	session->report_fd = session->message_fd = -1;
}

static int start_with(
    struct zvm_session *session, int manifest_fd, char *file, int null_fd)
{
	char manifest[40], report[40];
	char *own[] = {
	    file, manifest, "--report=json", report, session->trace, NULL};
	struct strings *wrapper = &session->wrapper;
	char **argv = calloc((size_t)wrapper->count + 6, sizeof(*argv));
	struct start start = {.argv = argv, .null_fd = null_fd};
	int *keep, result;

	if (session->trace != NULL && strchr(session->trace, '=') == NULL) {
		free(argv);
		return session_failed(session, "the trace needs a file");
	}
	close_outputs(session);
	session->report_fd = memory_file("report");
	session->message_fd = memory_file("messages");
	if (file == NULL || argv == NULL || null_fd < 0 ||
	    session->report_fd < 0 || session->message_fd < 0) {
		free(argv);
		return host_failed(session, file == NULL ? "zerovm" : "start");
	}
	snprintf(manifest, sizeof(manifest), "--manifest-fd=%d", manifest_fd);
	snprintf(report, sizeof(report), "--report-fd=%d", session->report_fd);
	for (int i = 0; i < wrapper->count; i++)
		argv[i] = wrapper->at[i];
	memcpy(argv + wrapper->count, own, sizeof(own));
	start.file = argv[0];
	keep = kept_descriptors(session, manifest_fd);
	start.keep = keep;
	start.message_fd = session->message_fd;
	result = keep != NULL ? spawn(session, &start)
			      : session_failed(session, "out of memory");
	free(keep);
	free(argv);
	return result;
}

int zvm_session_start(struct zvm_session *session)
{
	char *file;
	int manifest_fd, null_fd, result;

	if (session->pidfd >= 0)
		return session_failed(session, "the session runs already");
	report_free(session);
	if (prepare(session, 0, &manifest_fd) != 0)
		return -1;
	file = find_zerovm(session);
	null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	result = start_with(session, manifest_fd, file, null_fd);
	if (result != 0)
		close_outputs(session);
	if (null_fd >= 0)
		close(null_fd);
	close(manifest_fd);
	free(file);
	return result;
}

int zvm_session_wait(struct zvm_session *session)
{
	struct pollfd ended = {.fd = session->pidfd, .events = POLLIN};
	int result;

	if (session->pidfd < 0)
		return session_failed(session, "the session does not run");
	/* Works also when somebody else took the exit status. */
	while (poll(&ended, 1, -1) < 0)
		if (errno != EINTR)
			return host_failed(session, "wait");
	while (waitid(P_PIDFD, (id_t)session->pidfd, NULL, WEXITED) != 0 &&
	       errno == EINTR)
		;
	result = report_read(session);
	close(session->pidfd);
	session->pidfd = -1;
	close_outputs(session);
	return result;
}

int zvm_session_run(struct zvm_session *session)
{
	if (zvm_session_start(session) != 0)
		return -1;
	return zvm_session_wait(session);
}

int zvm_session_descriptor(const struct zvm_session *session)
{
	return session->pidfd;
}

void zvm_session_kill(const struct zvm_session *session)
{
	if (session->pidfd >= 0)
		syscall(
		    SYS_pidfd_send_signal, session->pidfd, SIGTERM, NULL, 0U);
}

int zvm_session_exec(struct zvm_session *session, const char *report)
{
	char manifest[40], *option = NULL, *file = find_zerovm(session);
	char *own[] = {file, "--front", manifest, NULL, session->trace, NULL};
	struct strings *wrapper = &session->wrapper;
	char **argv = calloc((size_t)wrapper->count + 6, sizeof(*argv));
	struct start start = {.message_fd = -1, .null_fd = -1};
	int manifest_fd, *keep;

	close_outputs(session);
	if (prepare(session, 1, &manifest_fd) != 0) {
		free(file);
		free(argv);
		return -1;
	}
	snprintf(manifest, sizeof(manifest), "--manifest-fd=%d", manifest_fd);
	if (asprintf(&option, "--report=%s", report) < 0)
		option = NULL;
	own[3] = option;
	start.keep = keep = kept_descriptors(session, manifest_fd);
	if (option == NULL || file == NULL || argv == NULL || keep == NULL ||
	    hand_over(&start) != 0) {
		host_failed(session, "zerovm");
	} else {
		for (int i = 0; i < wrapper->count; i++)
			argv[i] = wrapper->at[i];
		memcpy(argv + wrapper->count, own, sizeof(own));
		if (execvp(argv[0], argv) != 0)
			host_failed(session, argv[0]);
	}
	free(file);
	free(argv);
	free(option);
	free(keep);
	close(manifest_fd);
	return -1;
}
