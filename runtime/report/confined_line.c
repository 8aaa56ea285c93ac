/* SPDX-License-Identifier: Apache-2.0
 *
 * Line tables are a large format, and the program that they stand in is
 * hostile. So they are read by a process of its own, behind the filter of
 * confined sessions, with little time; whatever becomes of it, the supervisor
 * gets a few bytes that it checks, or none.
 */
#include "line.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../child.h"

#define SECONDS 1 /* of the processor: 64 MiB of tables take half of it */

static int read_program(void *file, uint64_t offset, void *to, size_t size)
{
	const int *fd = file;

	return pread(*fd, to, size, (off_t)offset) == (ssize_t)size;
}

__attribute__((noreturn)) static void answer(
    int program_fd, uint32_t address, int to)
{
	const struct rlimit time = {SECONDS, SECONDS};
	struct zvm_problem problem = {0};
	int keep[] = {program_fd, to};
	struct zvm_line line;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (!zvm_confine_descriptors(keep, 2, &problem) ||
	    !zvm_confine_limits(0, 0, &problem) ||
	    setrlimit(RLIMIT_CPU, &time) != 0 ||
	    !zvm_confine_filter(ZVM_CONFINE_PLAIN, &problem))
		_exit(1);
	zvm_line_find(read_program, &program_fd, address, &line);
	_exit(write(to, &line, sizeof(line)) != sizeof(line));
}

static void check(struct zvm_line *line)
{
	line->file[sizeof(line->file) - 1] = '\0';
	for (char *c = line->file; *c != '\0'; c++)
		if (*c <= ' ' || *c >= 0x7f)
			*c = '?';
	if (line->number == 0)
		line->file[0] = '\0';
}

void zvm_line_find_confined(
    int program_fd, uint32_t address, struct zvm_line *line)
{
	int pipe_ends[2];
	ssize_t got;
	pid_t child;

	memset(line, 0, sizeof(*line));
	if (pipe2(pipe_ends, O_CLOEXEC) != 0)
		return;
	child = fork();
	if (child == 0)
		answer(program_fd, address, pipe_ends[1]);
	close(pipe_ends[1]);
	do
		got = read(pipe_ends[0], line, sizeof(*line));
	while (got < 0 && errno == EINTR);
	close(pipe_ends[0]);
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		continue;
	if (got != sizeof(*line))
		memset(line, 0, sizeof(*line));
	check(line);
}
