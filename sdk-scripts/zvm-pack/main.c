/* SPDX-License-Identifier: Apache-2.0
 *
 * zvm-pack's command line, and the file that appears when all is done.
 */
#include "zvm_pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/manifest/number.h"
#define ZVM_OPTIONS_FILE "sdk-scripts/zvm-pack/options.def"
#include "runtime/options_table.h"

#define USAGE_STATUS  2
#define DEFAULT_MTIME 946684800 /* the time at which sessions start */

static char *aside; /* the image while it is made */

void pack_fail(const char *format, ...)
{
	va_list args;

	if (aside != NULL)
		unlink(aside);
	fputs("zvm-pack: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

void pack_warn(const struct pack_options *options, const char *format, ...)
{
	va_list args;

	if (options->quiet)
		return;
	fputs("zvm-pack: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

void *pack_checked(void *memory)
{
	if (memory == NULL)
		pack_fail("error: out of memory");
	return memory;
}

__attribute__((noreturn, format(printf, 2, 3))) static void wrong_usage(
    const char *hint, const char *format, ...)
{
	va_list args;

	fputs("zvm-pack: error: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, "\nzvm-pack: hint: %s\n", hint);
	exit(USAGE_STATUS);
}

struct command {
	struct pack_options options;
	const char **sources;
	int source_count;
	const char *output;
	int list;
};

static void take_option(struct command *command, int option, const char *value)
{
	const char *expected;

	switch (option) {
	case OPTION_OUTPUT:
		if (command->output != NULL)
			wrong_usage("name one image",
			    "two images to make "
			    "(got '%s' and '%s')",
			    command->output, value);
		command->output = value;
		break;
	case OPTION_EXCLUDE:
		command->options.exclude[command->options.exclude_count++] =
		    value;
		break;
	case OPTION_LIST:
		command->list = 1;
		break;
	case OPTION_MTIME:
		expected = zvm_number_clock(value, strlen(value),
		    &command->options.mtime,
		    &command->options.mtime_nanoseconds);
		if (expected != NULL)
			wrong_usage("zvm-pack --help",
			    "wrong --mtime (got '%s', expected %s)", value,
			    expected);
		break;
	case OPTION_PRESERVE:
		command->options.preserve = 1;
		break;
	case OPTION_QUIET:
		command->options.quiet = 1;
		break;
	case OPTION_HELP:
		zvm_option_help(&zvm_tool, stdout);
		exit(0);
	case OPTION_VERSION:
		printf("zvm-pack (ZeroVM) %s\n", ZVM_VERSION);
		exit(0);
	}
}

static void read_command_line(struct command *command, int argc, char **argv)
{
	struct zvm_option_reader reader = {
	    .tool = &zvm_tool, .argc = argc, .argv = argv, .next = 1};
	int option;

	command->options.mtime = DEFAULT_MTIME;
	command->options.exclude =
	    pack_checked(calloc((size_t)argc, sizeof(char *)));
	command->sources = pack_checked(calloc((size_t)argc, sizeof(char *)));
	while ((option = zvm_option_next(&reader)) != ZVM_OPTION_END) {
		if (option == ZVM_OPTION_WRONG)
			wrong_usage(
			    reader.hint[0] ? reader.hint : "zvm-pack --help",
			    "%s", reader.problem);
		if (option == ZVM_OPTION_OPERAND)
			command->sources[command->source_count++] =
			    reader.value;
		else
			take_option(command, option, reader.value);
	}
	if (command->source_count == 0)
		wrong_usage("zvm-pack DIRECTORY -o root.tar", "no source");
	if (command->output == NULL && !command->list)
		wrong_usage("zvm-pack DIRECTORY -o root.tar",
		    "no image to make (expected -o IMAGE)");
}

/* The image is made beside its place: same file system, so it can be renamed
 * into it. */
static FILE *open_output(const char *path)
{
	mode_t mask = umask(0);
	FILE *out;
	int fd;

	umask(mask);
	if (asprintf(&aside, "%s.zvm-XXXXXX", path) < 0)
		aside = NULL;
	fd = mkostemp(pack_checked(aside), O_CLOEXEC);
	if (fd < 0) {
		free(aside);
		aside = NULL;
		pack_fail("error: %s: %s", path, strerror(errno));
	}
	fchmod(fd, 0666 & ~mask);
	out = fdopen(fd, "w");
	if (out == NULL)
		pack_fail("error: %s: %s", path, strerror(errno));
	return out;
}

static void finish_output(FILE *out, const char *path)
{
	if (fflush(out) != 0 || ferror(out) || fclose(out) != 0)
		pack_fail("error: %s: %s", path, strerror(errno));
	if (aside != NULL && rename(aside, path) != 0)
		pack_fail("error: %s: %s", path, strerror(errno));
}

static void collect(struct command *command, struct pack_list *list, FILE *out)
{
	struct stat left_out[2];
	int count = 0;

	if (command->output != NULL &&
	    stat(command->output, &left_out[count]) == 0)
		count++;
	if (out != NULL && fstat(fileno(out), &left_out[count]) == 0)
		count++;
	for (int i = 0; i < command->source_count; i++)
		pack_collect(list, &command->options, command->sources[i],
		    left_out, count);
	pack_settle(list, &command->options);
}

static int is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static void list_only(struct command *command)
{
	struct pack_list list = {0};

	for (int i = 0; i < command->source_count; i++) {
		if (is_file(command->sources[i]))
			pack_list_image(command->sources[i]);
		else
			pack_collect(&list, &command->options,
			    command->sources[i], NULL, 0);
	}
	pack_settle(&list, &command->options);
	pack_write(&list, &command->options, NULL);
	if (fflush(stdout) != 0)
		pack_fail("error: standard output: %s", strerror(errno));
}

int main(int argc, char **argv)
{
	struct command command = {0};
	struct pack_list list = {0};
	FILE *out = stdout;

	read_command_line(&command, argc, argv);
	if (command.output == NULL) {
		list_only(&command);
		return 0;
	}
	if (strcmp(command.output, "-") != 0)
		out = open_output(command.output);
	else if (command.list)
		wrong_usage("leave one of them out",
		    "both --list and the image on standard output");
	else if (isatty(STDOUT_FILENO))
		wrong_usage("zvm-pack ... -o root.tar",
		    "an image does not go to a terminal");
	collect(&command, &list, out);
	if (command.list) {
		struct pack_options quiet = command.options;

		quiet.quiet = 1;
		pack_write(&list, &quiet, NULL);
	}
	pack_write(&list, &command.options, out);
	finish_output(out, command.output);
	return 0;
}
