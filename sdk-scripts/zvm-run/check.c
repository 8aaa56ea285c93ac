/* SPDX-License-Identifier: Apache-2.0
 *
 * --check-deterministic: the session runs twice, the second time beside a busy
 * neighbour and under changed conditions (conditions.c). Inputs that can be
 * read only once are kept first; outputs are kept until they were compared.
 */
#include "zvm_run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MORE_DESCRIPTORS 40

/* One of the two runs. Files are descriptors of nameless files. */
struct pass {
	struct zvm_session *session;
	int standard[3]; /* input (-1: none to give), output, errors */
	int *files;      /* of the @ arguments; -1: the host's own */
	char **exports;  /* host paths */
};

struct check {
	struct run *run;
	int *inputs; /* of sequential @ arguments, kept; else -1 */
	int input;   /* standard input, kept; -1: to be opened anew */
	char *folder;
	struct pass passes[2];
};

static const struct zvm_session *volatile running;

static void forward(int signal)
{
	(void)signal;
	if (running != NULL)
		zvm_session_kill(running);
}

static int nameless_file(void)
{
	FILE *file = tmpfile();
	int fd = file != NULL ? fcntl(fileno(file), F_DUPFD_CLOEXEC, 3) : -1;

	if (fd < 0)
		run_fail("error: a temporary file: %s", strerror(errno));
	fclose(file);
	return fd;
}

static void write_all(const char *what, int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t done = write(fd, bytes, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			run_fail("error: %s: %s", what, strerror(errno));
		bytes += done;
		size -= (size_t)done;
	}
}

/* From where `from` stands to its end. */
static void copy(const char *what, int from, int to)
{
	static char buffer[1 << 16];
	ssize_t got;

	while ((got = read(from, buffer, sizeof(buffer))) != 0) {
		if (got < 0 && errno != EINTR)
			run_fail("error: %s: %s", what, strerror(errno));
		if (got > 0)
			write_all(what, to, buffer, (size_t)got);
	}
}

/* Pipes, terminals and sockets give their bytes only once. */
static int gives_once(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 &&
	       (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) || isatty(fd));
}

static int keep_input(const char *what, int fd)
{
	int kept = nameless_file();

	copy(what, fd, kept);
	return kept;
}

/* A new opening of the file, at the place where `fd` stood. */
static int open_again(const char *what, int fd, off_t offset, int flags)
{
	char path[40];
	int again;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	again = open(path, flags | O_CLOEXEC);
	if (again < 0)
		run_fail("error: %s: %s", what, strerror(errno));
	if (offset > 0)
		lseek(again, offset, SEEK_SET);
	return again;
}

static void keep_inputs(struct check *check)
{
	const struct run *run = check->run;

	check->input = -1;
	if (gives_once(0))
		check->input = keep_input("standard input", 0);
	check->inputs = run_checked(
	    calloc((size_t)run->file_count + 1, sizeof(*check->inputs)));
	for (int i = 0; i < run->file_count; i++) {
		const struct run_file *file = &run->files[i];
		int fd = -1;

		check->inputs[i] = -1;
		if (file->writable || !file->sequential)
			continue;
		fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (fd < 0)
			run_fail("%s: error: %s", file->path, strerror(errno));
		if (gives_once(fd))
			check->inputs[i] = keep_input(file->path, fd);
		close(fd);
	}
}

static void add_standard(
    struct pass *pass, int number, const char *name, int fd)
{
	const struct zvm_channel_spec spec = {
	    .name = name, .fd = fd, .read = number == 0, .write = number != 0};

	pass->standard[number] = fd;
	if (zvm_session_channel(pass->session, &spec) != 0)
		run_session_failed(pass->session);
}

static void add_standards(const struct check *check, struct pass *pass)
{
	off_t offset = lseek(0, 0, SEEK_CUR);

	if (check->input >= 0)
		add_standard(pass, 0, "/dev/stdin",
		    open_again("standard input", check->input, 0, O_RDONLY));
	else
		add_standard(pass, 0, "/dev/stdin",
		    open_again("standard input", 0, offset, O_RDONLY));
	add_standard(pass, 1, "/dev/stdout", nameless_file());
	add_standard(pass, 2, "/dev/stderr", nameless_file());
}

/* A file that the guest writes is a copy until both runs are done. */
static void add_files(const struct check *check, struct pass *pass)
{
	const struct run *run = check->run;

	pass->files = run_checked(
	    calloc((size_t)run->file_count + 1, sizeof(*pass->files)));
	for (int i = 0; i < run->file_count; i++) {
		const struct run_file *file = &run->files[i];
		char *path = run_absolute(file->path);
		struct zvm_channel_spec spec = {
		    .name = file->name, .read = 1, .write = file->writable};
		int fd = -1, host;

		if (file->writable) {
			fd = nameless_file();
			host = open(path, O_RDONLY | O_CLOEXEC);
			if (host >= 0) {
				copy(file->path, host, fd);
				close(host);
			}
		} else if (check->inputs[i] >= 0) {
			fd = open_again(
			    file->path, check->inputs[i], 0, O_RDONLY);
		}
		pass->files[i] = fd;
		spec.fd = fd;
		if (fd < 0)
			run_add_file(pass->session, file, path);
		else if (zvm_session_channel(pass->session, &spec) != 0)
			run_session_failed(pass->session);
		free(path);
	}
}

static void add_exports(
    const struct check *check, struct pass *pass, int number)
{
	const struct run *run = check->run;

	pass->exports = run_checked(
	    calloc((size_t)run->out_count + 1, sizeof(*pass->exports)));
	for (int i = 0; i < run->out_count; i++) {
		if (asprintf(&pass->exports[i], "%s/%d.%d", check->folder, i,
			number) < 0)
			run_fail("error: out of memory");
		if (zvm_session_export(pass->session, run->outs[i].directory,
			pass->exports[i]) != 0)
			run_session_failed(pass->session);
	}
}

/* A process that wants the same processor. */
static pid_t start_neighbour(void)
{
	pid_t parent = getpid(), child = fork();

	if (child != 0)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == parent)
		for (volatile int i = 0; i < 1000000; i++)
			;
	_exit(0);
}

static void run_pass(struct check *check, int number)
{
	struct pass *pass = &check->passes[number];
	char *words[] = {"/proc/self/exe", "--under-changed-conditions", NULL};
	pid_t neighbour = -1;
	int more[MORE_DESCRIPTORS];

	for (int i = 0; i < MORE_DESCRIPTORS; i++)
		more[i] =
		    number == 1 ? open("/dev/null", O_RDONLY | O_CLOEXEC) : -1;
	pass->session = run_session(check->run, 1);
	zvm_session_tag_memory(pass->session);
	add_standards(check, pass);
	add_files(check, pass);
	add_exports(check, pass, number);
	if (number == 1) {
		neighbour = start_neighbour();
		if (zvm_session_wrapper(pass->session, words) != 0)
			run_session_failed(pass->session);
	}
	if (zvm_session_start(pass->session) != 0)
		run_session_failed(pass->session);
	running = pass->session;
	if (zvm_session_wait(pass->session) != 0)
		run_session_failed(pass->session);
	running = NULL;
	if (neighbour > 0) {
		kill(neighbour, SIGKILL);
		waitpid(neighbour, NULL, 0);
	}
	for (int i = 0; i < MORE_DESCRIPTORS; i++)
		if (more[i] >= 0)
			close(more[i]);
}

static int same_file(const char *what, const char *first, const char *second)
{
	int a = open(first, O_RDONLY | O_CLOEXEC);
	int b = open(second, O_RDONLY | O_CLOEXEC);
	int same = 1;

	if (a >= 0 && b >= 0)
		same = run_same_bytes(what, a, b);
	else if (a >= 0 || b >= 0) /* the reports said the same: impossible */
		run_fail("error: %s: written by one run only", what);
	if (a >= 0)
		close(a);
	if (b >= 0)
		close(b);
	return same;
}

static int compare(const struct check *check)
{
	const struct pass *a = &check->passes[0], *b = &check->passes[1];
	const struct run *run = check->run;

	if (!run_same_bytes(
		"standard output", a->standard[1], b->standard[1]) ||
	    !run_same_bytes("standard error", a->standard[2], b->standard[2]))
		return 0;
	for (int i = 0; i < run->file_count; i++)
		if (run->files[i].writable &&
		    !run_same_bytes(
			run->files[i].path, a->files[i], b->files[i]))
			return 0;
	for (int i = 0; i < run->out_count; i++)
		if (!same_file(
			run->outs[i].image, a->exports[i], b->exports[i]))
			return 0;
	return run_same_report(
	    zvm_session_report(a->session), zvm_session_report(b->session));
}

/* As zerovm would: beside its place, then renamed. */
static void deliver_export(const char *from, const char *to)
{
	int source = open(from, O_RDONLY | O_CLOEXEC), fd;
	char *aside;

	if (source < 0)
		return; /* the program did not end by itself */
	if (asprintf(&aside, "%s.zvm-%d", to, (int)getpid()) < 0)
		run_fail("error: out of memory");
	fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		run_fail("%s: error: %s", to, strerror(errno));
	copy(to, source, fd);
	if (close(fd) != 0 || rename(aside, to) != 0) {
		unlink(aside);
		run_fail("%s: error: %s", to, strerror(errno));
	}
	close(source);
	free(aside);
}

static void deliver(const struct check *check)
{
	const struct pass *pass = &check->passes[0];
	const struct run *run = check->run;

	for (int i = 1; i <= 2; i++) {
		lseek(pass->standard[i], 0, SEEK_SET);
		copy(i == 1 ? "standard output" : "standard error",
		    pass->standard[i], i);
	}
	for (int i = 0; i < run->file_count; i++) {
		const char *path = run->files[i].path;
		int fd;

		if (!run->files[i].writable)
			continue;
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		if (fd < 0)
			run_fail("%s: error: %s", path, strerror(errno));
		lseek(pass->files[i], 0, SEEK_SET);
		copy(path, pass->files[i], fd);
		if (close(fd) != 0)
			run_fail("%s: error: %s", path, strerror(errno));
	}
	for (int i = 0; i < run->out_count; i++)
		deliver_export(pass->exports[i], run->outs[i].image);
}

static void write_report(const struct run *run, const char *json)
{
	const char *file = strchr(run->report, ':');
	int fd = 2;

	if (strcmp(run->report, "none") == 0)
		return;
	if (strncmp(run->report, "json", 4) != 0 ||
	    (run->report[4] != '\0' && run->report[4] != ':'))
		run_fail("error: wrong --report (got '%s', expected json, "
			 "json:FILE or none with --check-deterministic)",
		    run->report);
	if (file != NULL)
		fd = open(
		    file + 1, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		run_fail("%s: error: %s", file + 1, strerror(errno));
	write_all("the report", fd, json, strlen(json));
}

/* What zvm-run answers to an end. */
static int exit_status(const struct zvm_report *report)
{
	enum { ZVM_END_STATUS = -1, ZVM_END_SIGNAL = -2 };
	static const struct {
		const char *name;
		int status;
	} ends[] = {
#define ZVM_END(id, zerovm, front, name, when) {name, front},
#include "runtime/exitcodes.def"
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (strcmp(ends[i].name, report->ended_by) != 0)
			continue;
		if (ends[i].status == ZVM_END_STATUS)
			return report->status & 255;
		if (ends[i].status == ZVM_END_SIGNAL)
			return 128 + report->signal;
		return ends[i].status;
	}
	return 126;
}

static void say_end(const struct zvm_report *report)
{
	if (report->message[0] != '\0')
		run_say("%s%s%s", report->message,
		    report->hint[0] != '\0' ? "; " : "", report->hint);
}

/* Ends that come from the host's side say nothing about the program. */
static int comparable(const struct zvm_report *report)
{
	static const char *const ours[] = {"exit", "abort", "fault"};

	for (int i = 0; i < 3; i++)
		if (strcmp(report->ended_by, ours[i]) == 0)
			return 1;
	return 0;
}

static int judge(const struct check *check)
{
	const struct zvm_report *first =
	    zvm_session_report(check->passes[0].session);
	const struct zvm_report *second =
	    zvm_session_report(check->passes[1].session);

	if (!comparable(second) && strcmp(first->ended_by, "exit") == 0) {
		say_end(second);
		run_fail("error: the second run was ended by '%s': nothing "
			 "to compare",
		    second->ended_by);
	}
	if (!compare(check))
		return 125;
	deliver(check);
	say_end(first);
	fprintf(stderr,
	    "zvm-run: deterministic: two runs gave the same bytes, end and "
	    "memory (%.16s...)\n",
	    first->memory_digest != NULL ? first->memory_digest : "none");
	return exit_status(first);
}

/* What must go however this ends. */
static const struct check *unfinished;

static void remove_folder(void)
{
	const struct check *check = unfinished;

	for (int i = 0; i < check->run->out_count; i++)
		for (int k = 0; k < 2; k++)
			if (check->passes[k].exports != NULL)
				unlink(check->passes[k].exports[i]);
	rmdir(check->folder);
}

static char *make_folder(void)
{
	const char *place = getenv("TMPDIR");
	char *folder;

	if (asprintf(&folder, "%s/zvm-check-XXXXXX",
		place != NULL && place[0] == '/' ? place : "/tmp") < 0)
		run_fail("error: out of memory");
	if (mkdtemp(folder) == NULL)
		run_fail("%s: error: %s", folder, strerror(errno));
	return folder;
}

int run_check(struct run *run)
{
	static const int forwarded[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	static struct check check;
	const struct zvm_report *report;
	int status;

	check.run = run;
	keep_inputs(&check);
	check.folder = make_folder();
	unfinished = &check;
	atexit(remove_folder);
	for (int i = 0; i < 4; i++)
		signal(forwarded[i], forward);
	run_pass(&check, 0);
	report = zvm_session_report(check.passes[0].session);
	if (comparable(report)) {
		run_pass(&check, 1);
		status = judge(&check);
	} else {
		say_end(report);
		status = exit_status(report);
	}
	write_report(run, report->json);
	return status;
}
