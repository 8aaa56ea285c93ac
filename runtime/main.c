/* SPDX-License-Identifier: Apache-2.0
 *
 * zerovm: runs one session from a manifest. The command line of the historical
 * runtime is kept where its options still mean something; the others are
 * refused by name.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "manifest/manifest.h"
#include "manifest/number.h"
#include "plain.h"
#include "report/report.h"
#include "supervisor.h"

#define ZVM_OPTIONS_FILE "main_options.def"
#include "options_table.h"

enum report_form { REPORT_SIX, REPORT_JSON, REPORT_NONE };

struct options {
	const char *manifest;
	int manifest_fd;  /* -1: use the path */
	const char *tool; /* the name in messages */
	int front;        /* exit statuses and messages of zvm-run */
	struct zvm_mode mode;
	int strict, register_returns; /* also for a manifest without them */
	enum report_form report;
	const char *report_file;
	int report_fd; /* -1: standard output, or error for --front */
};

static void print_problem(
    const struct options *options, const struct zvm_problem *problem)
{
	if (problem->text[0] == '\0')
		return;
	fprintf(stderr, "%s: ", options->tool);
	zvm_print_plain(stderr, problem->text);
	if (problem->hint[0] != '\0') {
		if (options->front)
			fputs("; ", stderr);
		else
			fprintf(stderr, "\n%s: hint: ", options->tool);
		zvm_print_plain(stderr, problem->hint);
	}
	fputc('\n', stderr);
}

static int exit_status(
    const struct options *options, const struct zvm_result *result)
{
	if (options->front)
		return zvm_end_front(
		    result->problem.end, result->status, result->signal);
	return zvm_end_historical(result->problem.end);
}

static int descriptor(const char *text, struct zvm_problem *problem)
{
	int64_t fd;

	if (zvm_number_count(text, strlen(text), &fd) == NULL &&
	    fd <= INT32_MAX && fcntl((int)fd, F_GETFD) >= 0)
		return (int)fd;
	zvm_problem(problem, ZVM_END_USAGE,
	    "error: wrong descriptor (got '%.60s', expected the number of an "
	    "open one)",
	    text);
	return -1;
}

static int read_report_option(
    struct options *options, const char *text, struct zvm_problem *problem)
{
	const char *colon = strchr(text, ':');
	size_t length = colon != NULL ? (size_t)(colon - text) : strlen(text);

	if (colon != NULL && colon[1] != '\0')
		options->report_file = colon + 1;
	if (length == 4 && strncmp(text, "json", 4) == 0)
		options->report = REPORT_JSON;
	else if (length == 3 && strncmp(text, "six", 3) == 0)
		options->report = REPORT_SIX;
	else if (strcmp(text, "none") == 0)
		options->report = REPORT_NONE;
	else
		return zvm_problem(problem, ZVM_END_USAGE,
		    "error: wrong report (got '%.60s', expected six, json, "
		    "json:FILE or none)",
		    text);
	return 1;
}

static int refuse_option(
    struct zvm_problem *problem, const char *option, const char *why)
{
	return zvm_problem(problem, ZVM_END_USAGE,
	    "error: option %s is not supported: %s", option, why);
}

static int take_manifest(
    struct options *options, const char *path, struct zvm_problem *problem)
{
	if (options->manifest != NULL)
		return zvm_problem(problem, ZVM_END_USAGE,
		    "error: two manifests (got '%.100s' and '%.100s')",
		    options->manifest, path);
	options->manifest = path;
	return 1;
}

static int read_isolation(
    struct options *options, const char *text, struct zvm_problem *problem)
{
	if (strcmp(text, "full") == 0)
		options->mode.isolation = ZVM_ISOLATE_FULL;
	else if (strcmp(text, "standard") == 0)
		options->mode.isolation = ZVM_ISOLATE_STANDARD;
	else
		return zvm_problem(problem, ZVM_END_USAGE,
		    "error: wrong --isolate (got '%.60s', expected standard or "
		    "full)",
		    text);
	return 1;
}

static int read_returns(
    struct options *options, const char *text, struct zvm_problem *problem)
{
	options->register_returns = strcmp(text, "register") == 0;
	return options->register_returns || strcmp(text, "any") == 0 ||
	       zvm_problem(problem, ZVM_END_USAGE,
		   "error: wrong --returns (got '%.60s', expected register or "
		   "any)",
		   text);
}

static int take_option(struct options *options, int option, const char *value,
    struct zvm_problem *problem)
{
	switch (option) {
	case OPTION_PREPARE:
		return options->mode.prepare_only = 1;
	case OPTION_MANIFEST:
	case ZVM_OPTION_OPERAND:
		return take_manifest(options, value, problem);
	case OPTION_NO_ALLOCATION:
	case OPTION_NO_QUALIFICATION:
		return 1;
	case OPTION_REPORT_WAY:
		return strcmp(value, "0") == 0 ||
		       refuse_option(
			   problem, "-t", "use --report and --report-fd");
	case OPTION_SKIP:
		return refuse_option(
		    problem, "-s", "nothing runs that was not validated");
	case OPTION_VERBOSITY:
		return refuse_option(problem, "-v", "there is no system log");
	case OPTION_TRACE_FILE:
		return refuse_option(problem, "-T", "use --trace=FILE");
	case OPTION_TRACE:
		options->mode.trace = value != NULL ? value : "";
		return 1;
	case OPTION_STRICT:
		return options->strict = 1;
	case OPTION_RETURNS:
		return read_returns(options, value, problem);
	case OPTION_REPORT:
		return read_report_option(options, value, problem);
	case OPTION_REPORT_FD:
		options->report_fd = descriptor(value, problem);
		return options->report_fd >= 0;
	case OPTION_MANIFEST_FD:
		options->manifest_fd = descriptor(value, problem);
		return options->manifest_fd >= 0 &&
		       take_manifest(options, "manifest", problem);
	case OPTION_FRONT:
		options->tool = "zvm-run";
		return options->front = 1;
	case OPTION_ISOLATE:
		return read_isolation(options, value, problem);
	case OPTION_EXPLAIN:
		zvm_isolate_explain(stdout);
		exit(0);
	case OPTION_HELP:
		zvm_option_help(&zvm_tool, stdout);
		exit(0);
	case OPTION_VERSION:
		printf("zerovm (ZeroVM) %s\n", ZVM_VERSION);
		exit(0);
	default:
		return 0;
	}
}

static int read_options(
    struct options *options, int argc, char **argv, struct zvm_problem *problem)
{
	struct zvm_option_reader reader = {
	    .tool = &zvm_tool, .argc = argc, .argv = argv, .next = 1};
	int option;

	while ((option = zvm_option_next(&reader)) != ZVM_OPTION_END) {
		if (option == ZVM_OPTION_WRONG) {
			zvm_problem(problem, ZVM_END_USAGE, "error: %s",
			    reader.problem);
			zvm_problem_hint(problem, "%s",
			    reader.hint[0] ? reader.hint : "zerovm --help");
			return 0;
		}
		if (!take_option(options, option, reader.value, problem))
			return 0;
	}
	if (options->manifest != NULL)
		return 1;
	zvm_problem(problem, ZVM_END_USAGE, "error: no manifest");
	zvm_problem_hint(problem, "zerovm MANIFEST, or zerovm --help");
	return 0;
}

/* The whole text, or NULL. One byte more than allowed is read, so that the
 * parser sees a text that is too long. */
static char *read_manifest(
    const struct options *options, size_t *size, struct zvm_problem *problem)
{
	static char text[ZVM_MANIFEST_SIZE_MAX + 1];
	const size_t room = sizeof(text);
	int fd = options->manifest_fd;

	if (fd < 0)
		fd = open(options->manifest, O_RDONLY | O_CLOEXEC);
	*size = 0;
	while (fd >= 0 && *size < room) {
		ssize_t got = read(fd, text + *size, room - *size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got == 0) {
			close(fd);
			return text;
		}
		if (got < 0)
			break;
		*size += (size_t)got;
	}
	if (*size == room) {
		close(fd);
		return text;
	}
	zvm_problem(problem, ZVM_END_NO_MANIFEST, "%.300s: error: %s",
	    options->manifest, strerror(errno));
	return NULL;
}

static int write_all(int fd, const char *text, size_t size)
{
	while (size > 0) {
		ssize_t done = write(fd, text, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return 0;
		text += done;
		size -= (size_t)done;
	}
	return 1;
}

/* After the session: its last lines come before what is said about it. */
static int finish_trace(
    const struct options *options, const struct zvm_result *result)
{
	if (zvm_trace_finish(&result->trace))
		return 1;
	fprintf(stderr, "%s: error: cannot write the trace: %s\n",
	    options->tool, strerror(errno));
	return 0;
}

static int write_report(const struct options *options,
    const struct zvm_manifest *manifest, struct zvm_result *result)
{
	int fd = options->front ? STDERR_FILENO : STDOUT_FILENO;
	char *text;
	int ok;

	if (options->report == REPORT_NONE)
		return 1;
	if (options->report == REPORT_SIX)
		text = zvm_report_six(manifest, result);
	else
		text = zvm_report_json(manifest, result);
	if (options->report_fd >= 0)
		fd = options->report_fd;
	if (options->report_file != NULL)
		fd = open(options->report_file,
		    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	ok = text != NULL && fd >= 0 && write_all(fd, text, strlen(text));
	free(text);
	if (!ok)
		fprintf(stderr, "%s: error: cannot write the report: %s\n",
		    options->tool, strerror(errno));
	return ok;
}

static void start_trace(const struct options *options,
    const struct zvm_manifest *manifest, struct zvm_result *result)
{
	if (options->mode.trace == NULL)
		return;
	if (manifest->job != NULL)
		refuse_option(&result->problem, "--trace",
		    "a session with a Job is many processes");
	else
		zvm_trace_open(
		    &result->trace, options->mode.trace, &result->problem);
}

int main(int argc, char **argv)
{
	struct options options = {
	    .manifest_fd = -1, .report_fd = -1, .tool = "zerovm"};
	struct zvm_result result = {0};
	struct zvm_problem *problem = &result.problem;
	struct zvm_manifest manifest = {0};
	char *text = NULL;
	int front = -1;
	size_t size;
	int ok;

	ok = zvm_supervisor_prepare(argv, problem) &&
	     read_options(&options, argc, argv, problem);
	if (ok)
		text = read_manifest(&options, &size, problem);
	if (text != NULL && zvm_manifest_parse(options.manifest, text, size,
				&manifest, problem)) {
		manifest.strict |= options.strict;
		manifest.register_returns |= options.register_returns;
		/* Nobody has seen the lines of a manifest of zvm-run. */
		for (uint32_t i = 0;
		     options.front && i < manifest.channel_count; i++)
			manifest.channels[i].line = 0;
		start_trace(&options, &manifest, &result);
		if (manifest.job != NULL && !options.mode.prepare_only &&
		    problem->end == ZVM_END_NONE)
			front = zvm_front_split(problem);
		if (problem->end == ZVM_END_NONE)
			zvm_session_run(&manifest, &options.mode, &result);
	}
	zvm_supervisor_release();
	ok = finish_trace(&options, &result);
	print_problem(&options, problem);
	/* Without a manifest there is no session to report on. Once there is
	 * one, its process does not decide whether it has a report. */
	if (manifest.program != NULL &&
	    (result.shared != NULL || problem->end != ZVM_END_MANIFEST) &&
	    !write_report(&options, &manifest, &result))
		ok = 0;
	if (!ok && problem->end == ZVM_END_EXIT)
		problem->end = ZVM_END_HOST;
	if (front >= 0)
		zvm_front_answer(front, exit_status(&options, &result));
	if (result.serving)
		zvm_server_run(&result.server, options.report == REPORT_JSON
						   ? zvm_report_json
						   : zvm_report_six);
	return exit_status(&options, &result);
}
