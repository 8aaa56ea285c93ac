/* SPDX-License-Identifier: Apache-2.0
 *
 * zvm-validate: checks program files and explains what is wrong with them.
 * The verdict comes from the library; this command reads files and prints.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "report.h"
#include "zvm_abi.h"
#include "zvm_parallel.h"

#ifndef ZVM_VERSION
#error "the build must define ZVM_VERSION"
#endif

#define FILE_SIZE_MAX ((size_t)1 << 32)

static const char usage[] =
    "usage: zvm-validate [OPTION]... FILE...\n"
    "Check that program files keep the rules of the sandbox.\n"
    "\n"
    "  --json              print one JSON object about all files\n"
    "  --stats             also print sizes, instruction count and time\n"
    "  --max=N             show at most N refusals a file (default 10, 0: "
    "all)\n"
    "  --return=register   refuse masked returns, as some hosts demand\n"
    "  --strict            also refuse what depends on undefined flags or "
    "results\n"
    "  --list-rules        list the rules\n"
    "  --explain RULE      say what a rule demands and what it protects\n"
    "  --help, --version\n"
    "\n"
    "Exit status: 0 all accepted, 1 a file is refused, 2 usage or "
    "unreadable.\n";

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

int main(int argc, char **argv)
{
	static const struct option long_options[] = {
	    {"json", no_argument, NULL, 'j'},
	    {"stats", no_argument, NULL, 's'},
	    {"max", required_argument, NULL, 'm'},
	    {"return", required_argument, NULL, 'r'},
	    {"strict", no_argument, NULL, 'S'},
	    {"list-rules", no_argument, NULL, 'l'},
	    {"explain", required_argument, NULL, 'e'},
	    {"help", no_argument, NULL, 'h'},
	    {"version", no_argument, NULL, 'v'},
	    {NULL, 0, NULL, 0},
	};
	struct options options = {.max = 10};
	int option, status = 0, i;

	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1)
		switch (option) {
		case 'j':
			options.json = 1;
			break;
		case 's':
			options.stats = 1;
			break;
		case 'm':
			if (!parse_max(optarg, &options.max))
				return 2;
			break;
		case 'r':
			if (!parse_return(optarg, &options.register_return))
				return 2;
			break;
		case 'S':
			options.strict = 1;
			break;
		case 'l':
			list_rules();
			return finish(0);
		case 'e':
			return finish(explain(optarg));
		case 'h':
			fputs(usage, stdout);
			return finish(0);
		case 'v':
			printf("zvm-validate %s\n", ZVM_VERSION);
			return finish(0);
		default:
			fputs("zvm-validate: hint: zvm-validate --help\n",
			    stderr);
			return 2;
		}
	if (optind == argc) {
		fputs("zvm-validate: error: no file given\n"
		      "zvm-validate: hint: zvm-validate --help\n",
		    stderr);
		return 2;
	}
	if (options.json)
		printf("{\"files\": [");
	for (i = optind; i < argc; i++) {
		int verdict = (int)check_file(argv[i], &options, i == optind);

		status = verdict > status ? verdict : status;
	}
	if (options.json)
		printf("\n]}\n");
	return finish(status);
}
