/* SPDX-License-Identifier: Apache-2.0
 *
 * zvm-run's command line. Its own options stand before the program; all
 * behind it belongs to the guest.
 */
#include "zvm_run.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/manifest/number.h"
#include "runtime/plain.h"
#define ZVM_OPTIONS_FILE "sdk-scripts/zvm-run/options.def"
#include "runtime/options_table.h"

#define MEMORY_MAX 0x100000000

/* Messages may quote an image's bytes; none reaches a terminal as it is. */
void run_say(const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	fputs("zvm-run: ", stderr);
	zvm_print_plain(stderr, text != NULL ? text : "out of memory");
	fputc('\n', stderr);
	free(text);
}

void *run_checked(void *memory)
{
	if (memory == NULL)
		run_fail("error: out of memory");
	return memory;
}

static void check_value(int option, const char *text, const char *expected)
{
	if (expected != NULL)
		run_fail("error: wrong --%s (got '%s', expected %s)",
		    zvm_tool.options[option].name, text, expected);
}

static void add_root(struct run *run, const char *text)
{
	const char *mark = strstr(text, "::");
	struct run_mount *root = &run->roots[run->root_count++];

	root->image = run_checked(
	    strndup(text, mark != NULL ? (size_t)(mark - text) : strlen(text)));
	root->directory = mark != NULL ? mark + 2 : "/";
	if (root->image[0] == '\0' || root->directory[0] != '/')
		check_value(OPTION_ROOT, text,
		    "IMAGE or IMAGE::DIR, such as root.tar::/usr");
}

static void add_out(struct run *run, const char *text)
{
	const char *mark = strstr(text, "::");
	struct run_mount *out = &run->outs[run->out_count++];

	if (mark == NULL || text[0] != '/' || mark[2] == '\0')
		check_value(
		    OPTION_OUT, text, "DIR::IMAGE, such as /out::out.tar");
	out->directory = run_checked(strndup(text, (size_t)(mark - text)));
	out->image = mark + 2;
}

static void take_option(struct run *run, int option, const char *value)
{
	size_t size = value != NULL ? strlen(value) : 0;
	int64_t number;

	switch (option) {
	case OPTION_ROOT:
		add_root(run, value);
		break;
	case OPTION_OUT:
		add_out(run, value);
		break;
	case OPTION_CWD:
		if (value[0] != '/')
			check_value(option, value, "an absolute path");
		run->directory = value;
		break;
	case OPTION_TIMEOUT:
		check_value(option, value,
		    zvm_number_timeout(value, size, &run->timeout_ms));
		break;
	case OPTION_MEMORY:
		check_value(
		    option, value, zvm_number_size(value, size, &number));
		if (number == 0 || number > MEMORY_MAX)
			check_value(
			    option, value, "more than 0 and at most 4G");
		run->memory = (uint64_t)number;
		break;
	case OPTION_ENVIRONMENT:
		if (value[0] == '=' || strchr(value, '=') == NULL)
			check_value(option, value, "NAME=TEXT");
		run->environment[run->environment_count++] = value;
		break;
	case OPTION_SEED:
		check_value(
		    option, value, zvm_number_u64(value, size, &run->seed));
		break;
	case OPTION_CLOCK:
		check_value(option, value,
		    zvm_number_clock(value, size, &run->clock_seconds,
			&run->clock_nanoseconds));
		break;
	case OPTION_STRICT:
		run->strict = 1;
		break;
	case OPTION_RETURNS:
		run->register_returns = strcmp(value, "register") == 0;
		if (!run->register_returns && strcmp(value, "any") != 0)
			check_value(option, value, "register or any");
		break;
	case OPTION_REPORT:
		run->report = value;
		break;
	case OPTION_TRACE:
		run->trace = value != NULL ? value : "";
		break;
	case OPTION_CHECK:
		run->check = 1;
		break;
	case OPTION_GDB:
		run->gdb = 1;
		break;
	case OPTION_PRINT_MANIFEST:
		run->print_manifest = 1;
		break;
	case OPTION_SAVE:
		run->save = value;
		break;
	case OPTION_HELP:
		zvm_option_help(&zvm_tool, stdout);
		exit(0);
	case OPTION_VERSION:
		printf("zvm-run (ZeroVM) %s\n", ZVM_VERSION);
		exit(0);
	}
}

static void read_command_line(struct run *run, int argc, char **argv)
{
	struct zvm_option_reader reader = {
	    .tool = &zvm_tool, .argc = argc, .argv = argv, .next = 1};
	size_t most = (size_t)argc + 1;
	int option;

	run->environment = run_checked(calloc(most, sizeof(char *)));
	run->roots = run_checked(calloc(most, sizeof(*run->roots)));
	run->outs = run_checked(calloc(most, sizeof(*run->outs)));
	while ((option = zvm_option_next(&reader)) >= 0) {
		if (option == OPTION_CHANGED)
			run_under_changed_conditions(argv + reader.next);
		take_option(run, option, reader.value);
	}
	if (option == ZVM_OPTION_WRONG && reader.hint[0] != '\0')
		run_fail("error: %s; %s", reader.problem, reader.hint);
	if (option == ZVM_OPTION_WRONG)
		run_fail("error: %s; %szvm-run --help", reader.problem,
		    strncmp(reader.problem, "unknown", 7) == 0
			? "options of zvm-run stand before the program, "
			: "");
	if (option == ZVM_OPTION_END)
		run_fail("error: no program; zvm-run --help");
	run->program = reader.value;
	if (run->program[0] == '\0')
		run_fail("error: the program's name is empty");
	run->arguments = argv + reader.next;
}

/* A manifest in descriptor 0, 1 or 2 would be the guest's input or output. */
static void open_standard_descriptors(void)
{
	for (int wanted = 0; wanted <= 2; wanted++)
		if (fcntl(wanted, F_GETFD) < 0 &&
		    open("/dev/null", O_RDWR) != wanted)
			run_fail("error: /dev/null: %s", strerror(errno));
}

/* The zerovm in the directory where this very program is. */
static char *find_zerovm(void)
{
	static char path[4096 + sizeof("zerovm")];
	ssize_t size = readlink("/proc/self/exe", path, 4096);
	char *slash;

	path[size > 0 && size < 4096 ? size : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		run_fail("error: cannot tell where zvm-run is; /proc must "
			 "be mounted");
	strcpy(slash + 1, "zerovm");
	return path;
}

static struct zvm_session *whole_session(const struct run *run)
{
	int absolute = run->print_manifest || run->save != NULL;
	struct zvm_session *session = run_session(run, absolute);

	for (int i = 0; i < run->file_count; i++) {
		char *path = absolute ? run_absolute(run->files[i].path)
				      : strdup(run->files[i].path);

		run_add_file(session, &run->files[i], run_checked(path));
		free(path);
	}
	for (int i = 0; i < run->out_count; i++) {
		char *image = absolute ? run_absolute(run->outs[i].image)
				       : strdup(run->outs[i].image);

		if (zvm_session_export(session, run->outs[i].directory,
			run_checked(image)) != 0)
			run_session_failed(session);
		free(image);
	}
	return session;
}

int main(int argc, char **argv)
{
	struct run run = {
	    .memory = 0x40000000, .clock_seconds = 946684800, .report = "none"};
	struct zvm_session *session;

	open_standard_descriptors();
	read_command_line(&run, argc, argv);
	run.zerovm = find_zerovm();
	run_collect_files(&run);
	if (run.check && run.trace != NULL)
		run_fail("error: --trace cannot go with --check-deterministic, "
			 "which runs the program twice");
	if (run.check)
		return run_check(&run);
	session = whole_session(&run);
	if (run.print_manifest) {
		if (zvm_session_print_manifest(session, stdout) != 0)
			run_fail("error: %s; zvm-run --save DIR writes the "
				 "manifest and all that it needs",
			    zvm_session_error(session));
		if (fflush(stdout) != 0)
			run_fail("error: standard output: %s", strerror(errno));
		return 0;
	}
	if (run.save != NULL) {
		if (zvm_session_save(session, run_absolute(run.save)) != 0)
			run_session_failed(session);
		return 0;
	}
	if (run.gdb)
		run_wrap_in_gdb(&run, session);
	if (run.trace != NULL && zvm_session_trace(session, run.trace) != 0)
		run_session_failed(session);
	zvm_session_exec(session, run.report);
	run_session_failed(session);
}
