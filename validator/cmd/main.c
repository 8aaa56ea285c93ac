/* SPDX-License-Identifier: Apache-2.0
 *
 * zvm-validate: checks program files and explains what is wrong with them.
 * The verdict comes from the library; this command reads files and prints.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "report.h"
#include "zvm_abi.h"

#define ZVM_OPTIONS_FILE "validator/cmd/options.def"
#include "runtime/options_table.h"
#include "zvm_parallel.h"

#ifndef ZVM_VERSION
#error "the build must define ZVM_VERSION"
#endif

#define FILE_SIZE_MAX ((size_t)1 << 32)

struct options {
	int json, stats, register_return, strict;
	size_t max;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* The whole file, or NULL with errno set. Works on pipes too. */
static uint8_t *read_file(const char *path, size_t *size_out)
{
	size_t room = 1 << 16, size = 0, got;
	uint8_t *bytes = malloc(room), *larger;
	FILE *file = fopen(path, "rb");
	struct stat status;
	int error = 0;

	if (!file || !bytes)
		error = errno;
	else if (!fstat(fileno(file), &status) && S_ISDIR(status.st_mode))
		error = EISDIR;
	while (!error) {
		got = fread(bytes + size, 1, room - size, file);
		size += got;
		if (size < room) {
			error = ferror(file) ? EIO : 0;
			break;
		}
		if (room >= FILE_SIZE_MAX) {
			error = EFBIG;
			break;
		}
		room *= 2;
		larger = realloc(bytes, room);
		if (larger)
			bytes = larger;
		else
			error = ENOMEM;
	}
	if (file)
		fclose(file);
	if (!error) {
		*size_out = size;
		return bytes;
	}
	free(bytes);
	errno = error;
	return NULL;
}

/* Runs the core over the text; all refusals are wanted when max is 0, so the
 * first run only counts them. Returns 0 when memory is short. */
static int check_text(struct file_report *report, const struct options *options)
{
	const struct zvm_elf_segment *text = &report->plan.segments[0];
	uint32_t parts = zvm_parallel_parts(text->file_size);
	size_t scratch_size =
	    options->strict
		? zvm_val_strict_scratch_size(text->file_size)
		: zvm_val_parts_scratch_size(text->file_size, parts);
	struct zvm_val_request request = {
	    .code = report->text,
	    .size = text->file_size,
	    .base = text->vaddr,
	    .scratch = malloc(scratch_size),
	    .scratch_size = scratch_size,
	    .policy = {report->plan.isa_level,
		options->register_return ||
		    report->plan.return_form == ZVM_RETURN_REGISTER},
	};
	enum zvm_val_result result;
	double start;

	if (!request.scratch)
		return 0;
	start = now();
	result = options->strict
		     ? zvm_validate_strict(&request, &report->summary)
		     : zvm_parallel_validate(&request, parts, &report->summary);
	report->seconds = now() - start;
	report->threads = options->strict ? 1 : parts;
	if (result == ZVM_VAL_REFUSED) {
		report->stored = report->summary.refusals;
		if (options->max && report->stored > options->max)
			report->stored = options->max;
		report->refusals =
		    calloc(report->stored, sizeof(*report->refusals));
		if (report->refusals) {
			request.refusals = report->refusals;
			request.refusal_room = report->stored;
			result = options->strict
				     ? zvm_validate_strict(
					   &request, &report->summary)
				     : zvm_validate(&request, &report->summary);
		}
	}
	free(request.scratch);
	report->verdict =
	    result == ZVM_VAL_OK ? VERDICT_ACCEPTED : VERDICT_REFUSED;
	return result != ZVM_VAL_REFUSED || report->refusals;
}

static enum verdict check_file(
    const char *path, const struct options *options, int first)
{
	struct file_report report = {
	    .path = path, .verdict = VERDICT_UNREADABLE};
	size_t size = 0;
	uint8_t *bytes = read_file(path, &size);

	if (!bytes) {
		report.io_error = strerror(errno);
	} else if (!zvm_elf_plan(bytes, size, &report.plan, &report.error)) {
		report.verdict = VERDICT_REFUSED;
	} else {
		report.text = bytes + report.plan.segments[0].file_offset;
		if (!check_text(&report, options)) {
			report.verdict = VERDICT_UNREADABLE;
			report.io_error = strerror(ENOMEM);
		}
	}
	if (options->json)
		report_json(&report, options->stats, first);
	else
		report_text(&report, options->stats);
	free(report.refusals);
	free(bytes);
	return report.verdict;
}

static void list_rules(void)
{
	uint32_t rule;

	for (rule = 0; rule < ZVM_VAL_RULE_COUNT; rule++)
		printf("%-14s %s\n", zvm_val_rule_name(rule),
		    zvm_val_rule_statement(rule));
}

static int explain(const char *name)
{
	uint32_t rule, reason;

	for (rule = 0; rule < ZVM_VAL_RULE_COUNT; rule++)
		if (!strcmp(name, zvm_val_rule_name(rule)))
			break;
	if (rule == ZVM_VAL_RULE_COUNT) {
		fprintf(stderr,
		    "zvm-validate: error: no such rule: %s\n"
		    "zvm-validate: hint: zvm-validate --list-rules\n",
		    name);
		return 2;
	}
	printf("%s: %s.\n\n%s\n\nReasons of refusal:\n", name,
	    zvm_val_rule_statement(rule), zvm_val_rule_why(rule));
	for (reason = 1; reason < ZVM_VAL_REASON_COUNT; reason++)
		if (zvm_val_reason_rule(reason) == rule)
			printf("  - %s\n", zvm_val_reason_text(reason));
	return 0;
}

static int parse_max(const char *text, size_t *max)
{
	char *end;

	errno = 0;
	*max = strtoul(text, &end, 10);
	if (!errno && *text >= '0' && *text <= '9' && !*end)
		return 1;
	fprintf(stderr, "zvm-validate: error: --max: not a number (got %s)\n",
	    text);
	return 0;
}

static int parse_return(const char *text, int *register_return)
{
	*register_return = !strcmp(text, "register");
	if (*register_return || !strcmp(text, "masked"))
		return 1;
	fprintf(stderr,
	    "zvm-validate: error: --return: unknown form (got %s, "
	    "expected masked or register)\n",
	    text);
	return 0;
}

/* stdout may be a full disk: a lost report must not look like success. */
static int finish(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "zvm-validate: error: can't write the output: %s\n",
	    strerror(errno));
	return 2;
}

/* -1 to go on, or the exit status. */
static int take_option(struct options *options, int option, const char *value)
{
	switch (option) {
	case OPTION_JSON:
		options->json = 1;
		break;
	case OPTION_STATS:
		options->stats = 1;
		break;
	case OPTION_MAX:
		return parse_max(value, &options->max) ? -1 : 2;
	case OPTION_RETURN:
		return parse_return(value, &options->register_return) ? -1 : 2;
	case OPTION_STRICT:
		options->strict = 1;
		break;
	case OPTION_LIST_RULES:
		list_rules();
		return finish(0);
	case OPTION_EXPLAIN:
		return finish(explain(value));
	case OPTION_HELP:
		zvm_option_help(&zvm_tool, stdout);
		return finish(0);
	case OPTION_VERSION:
		printf("zvm-validate %s\n", ZVM_VERSION);
		return finish(0);
	}
	return -1;
}

static int wrong_usage(const char *what, const char *hint)
{
	fprintf(stderr, "zvm-validate: error: %s\nzvm-validate: hint: %s\n",
	    what, hint[0] != '\0' ? hint : "zvm-validate --help");
	return 2;
}

int main(int argc, char **argv)
{
	struct zvm_option_reader reader = {
	    .tool = &zvm_tool, .argc = argc, .argv = argv, .next = 1};
	struct options options = {.max = 10};
	int option, count = 0, status = 0;

	/* argv becomes the list of files: it is read faster than filled. */
	while ((option = zvm_option_next(&reader)) != ZVM_OPTION_END) {
		if (option == ZVM_OPTION_WRONG)
			return wrong_usage(reader.problem, reader.hint);
		if (option == ZVM_OPTION_OPERAND) {
			argv[count++] = (char *)reader.value;
			continue;
		}
		status = take_option(&options, option, reader.value);
		if (status >= 0)
			return status;
	}
	if (count == 0)
		return wrong_usage("no file given", "");
	status = 0;
	if (options.json)
		printf("{\"files\": [");
	for (int i = 0; i < count; i++) {
		int verdict = (int)check_file(argv[i], &options, i == 0);

		status = verdict > status ? verdict : status;
	}
	if (options.json)
		printf("\n]}\n");
	return finish(status);
}
