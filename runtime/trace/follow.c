/* SPDX-License-Identifier: Apache-2.0
 *
 * The process that writes the trace. It ends at the end of the pipe, whichever
 * way the confined child ended, and then looks at the shared memory for the
 * call that has not come through the pipe.
 */
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../child.h"

int zvm_trace_open(
    struct zvm_trace *trace, const char *file, struct zvm_problem *problem)
{
	trace->out = STDERR_FILENO;
	if (file[0] != '\0')
		trace->out =
		    open(file, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC, 0666);
	if (trace->out >= 0)
		return 1;
	return zvm_problem(problem, ZVM_END_HOST,
	    "%.300s: error: cannot write the trace: %s", file, strerror(errno));
}

static int taken(const struct zvm_launch *launch, const char *by,
    const char *name, struct zvm_problem *problem)
{
	return zvm_problem(problem, ZVM_END_CHANNEL,
	    "%.300s: error: the trace would go into the file %s %.80s",
	    launch->mode->trace, by, name);
}

int zvm_trace_claim(const struct zvm_trace *trace,
    const struct zvm_launch *launch, struct zvm_problem *problem)
{
	const struct zvm_manifest *manifest = launch->manifest;
	struct stat own, program;

	if (fstat(trace->out, &own) != 0 ||
	    fstat(launch->program_fd, &program) != 0)
		return zvm_problem(
		    problem, ZVM_END_HOST, "error: fstat: %s", strerror(errno));
	if (launch->mode->trace[0] == '\0' || !S_ISREG(own.st_mode))
		return 1;
	if (own.st_dev == program.st_dev && own.st_ino == program.st_ino)
		return taken(launch, "of program", manifest->program, problem);
	for (uint32_t c = 0; c < manifest->channel_count; c++) {
		const struct zvm_manifest_channel *channel =
		    &manifest->channels[c];

		for (uint32_t s = 0; s < channel->source_count; s++) {
			const struct zvm_source *source =
			    &launch->sources[channel->first_source + s];

			if (source->exists && source->dev == own.st_dev &&
			    source->ino == own.st_ino)
				return taken(launch, "behind channel",
				    channel->name, problem);
		}
	}
	return ftruncate(trace->out, 0) == 0 ||
	       zvm_problem(problem, ZVM_END_HOST,
		   "%.300s: error: cannot write the trace: %s",
		   launch->mode->trace, strerror(errno));
}

int zvm_trace_pipe(struct zvm_trace *trace, struct zvm_problem *problem)
{
	if (pipe2(trace->ends, O_CLOEXEC) == 0)
		return 1;
	return zvm_problem(
	    problem, ZVM_END_HOST, "error: pipe: %s", strerror(errno));
}

static void keep_only(unsigned a, unsigned b)
{
	unsigned low = a < b ? a : b, high = a < b ? b : a;

	if (low > 0)
		syscall(SYS_close_range, 0u, low - 1, 0);
	if (high > low + 1)
		syscall(SYS_close_range, low + 1, high - 1, 0);
	syscall(SYS_close_range, high + 1, ~0u, 0);
}

/* One line at a time, so that a trace can be watched. The first failure is
 * remembered; the pipe is read to its end all the same, or the child would
 * stand still. Ends the process with that errno, or 0. */
__attribute__((noreturn)) static void write_lines(const struct zvm_trace *trace,
    const struct zvm_manifest *manifest, const struct zvm_shared *shared)
{
	struct zvm_trace_record record;
	uint64_t written = 0;
	int failed = 0;
	FILE *in, *out;

	keep_only((unsigned)trace->ends[0], (unsigned)trace->out);
	in = fdopen(trace->ends[0], "r");
	out = fdopen(trace->out, "w");
	if (in == NULL || out == NULL)
		_exit(ENOMEM);
	while (fread(&record, sizeof(record), 1, in) == 1) {
		zvm_trace_line(out, &record, manifest);
		if (fflush(out) != 0 && failed == 0)
			failed = errno;
		written = record.serial;
	}
	record = shared->trace;
	if (record.serial != written)
		zvm_trace_line(out, &record, manifest);
	if (fclose(out) != 0 && failed == 0)
		failed = errno;
	_exit(failed);
}

int zvm_trace_follow(struct zvm_trace *trace,
    const struct zvm_manifest *manifest, const struct zvm_shared *shared,
    struct zvm_problem *problem)
{
	close(trace->ends[1]);
	trace->writer = fork();
	if (trace->writer == 0)
		write_lines(trace, manifest, shared);
	close(trace->ends[0]);
	if (trace->out != STDERR_FILENO)
		close(trace->out);
	if (trace->writer > 0)
		return 1;
	trace->writer = 0;
	return zvm_problem(
	    problem, ZVM_END_HOST, "error: fork: %s", strerror(errno));
}

int zvm_trace_finish(const struct zvm_trace *trace)
{
	int status = 0;

	if (trace->writer == 0)
		return 1;
	while (waitpid(trace->writer, &status, 0) < 0)
		if (errno != EINTR)
			return 0;
	if (WIFSIGNALED(status)) {
		errno = ECANCELED; /* somebody killed the writer */
		return 0;
	}
	errno = WEXITSTATUS(status);
	return errno == 0;
}
