/* SPDX-License-Identifier: Apache-2.0
 *
 * From a command line to a session.
 */
#include "zvm_run.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ELFCLASS_OFFSET 4
#define ELFCLASS_32     1

void run_session_failed(const struct zvm_session *session)
{
	run_fail("error: %s", zvm_session_error(session));
}

static void must(const struct zvm_session *session, int result)
{
	if (result != 0)
		run_session_failed(session);
}

/* Sandboxed programs are 32-bit ELF files: /bin/python3 of a 64-bit host is
 * not what `--root python.tar /bin/python3` means. */
static int can_be_program(const char *path)
{
	unsigned char start[ELFCLASS_OFFSET + 1] = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t got = fd >= 0 ? read(fd, start, sizeof(start)) : -1;

	if (fd >= 0)
		close(fd);
	return got == (ssize_t)sizeof(start) &&
	       memcmp(start, "\177ELF", 4) == 0 &&
	       start[ELFCLASS_OFFSET] == ELFCLASS_32;
}

static void find_program(const struct run *run, struct zvm_session *session)
{
	const char *slash = strchr(run->program, '/');
	int relative = slash != NULL && slash != run->program;

	if (run->root_count == 0 || relative || can_be_program(run->program))
		return;
	if (zvm_session_program_in_root(session, run->program) < 0)
		run_session_failed(session);
}

void run_add_file(
    struct zvm_session *session, const struct run_file *file, const char *path)
{
	const struct zvm_channel_spec spec = {
	    .name = file->name,
	    .path = path,
	    .read = 1,
	    .write = file->writable,
	    .random = !file->sequential,
	};

	must(session, zvm_session_channel(session, &spec));
}

struct zvm_session *run_session(const struct run *run, int absolute)
{
	char *program =
	    absolute ? run_absolute(run->program) : strdup(run->program);
	struct zvm_session *session =
	    run_checked(zvm_session_new(run->zerovm, run_checked(program)));

	free(program);
	if (run->directory != NULL)
		must(session, zvm_session_directory(session, run->directory));
	must(session, zvm_session_memory(session, run->memory));
	must(session, zvm_session_timeout(session, run->timeout_ms));
	if (run->strict)
		zvm_session_strict(session);
	if (run->register_returns)
		zvm_session_register_returns(session);
	zvm_session_seed(session, run->seed);
	zvm_session_clock(session, run->clock_seconds, run->clock_nanoseconds);
	for (int i = 0; i < run->environment_count; i++)
		must(session,
		    zvm_session_environment(session, run->environment[i]));
	for (char **text = run->arguments; *text != NULL; text++)
		must(session,
		    zvm_session_argument(session, run_argument(run, *text)));
	for (int i = 0; i < run->root_count; i++) {
		char *image = absolute ? run_absolute(run->roots[i].image)
				       : strdup(run->roots[i].image);

		must(session, zvm_session_root(session, run_checked(image),
				  run->roots[i].directory));
		free(image);
	}
	find_program(run, session);
	return session;
}
