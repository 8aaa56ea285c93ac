/* SPDX-License-Identifier: Apache-2.0
 *
 * error and error_at_line. Standard output is flushed first, so that the
 * message stands behind what the program printed.
 */
#include <errno.h>
#include <error.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "internal/program_name.h"

unsigned error_message_count;
int error_one_per_line;
void (*error_print_progname)(void);

static void finish(int status, int error, const char *format, va_list arguments)
{
	vfprintf(stderr, format, arguments);
	if (error)
		fprintf(stderr, ": %s", strerror(error));
	fputc('\n', stderr);
	fflush(stderr);
	error_message_count++;
	if (status)
		exit(status);
}

static void start(const char *after)
{
	fflush(stdout);
	if (error_print_progname)
		error_print_progname();
	else
		fprintf(stderr, "%s:%s", __zrt_program_name(), after);
}

void error(int status, int number, const char *format, ...)
{
	va_list arguments;

	start(" ");
	va_start(arguments, format);
	finish(status, number, format, arguments);
	va_end(arguments);
}

void error_at_line(int status, int number, const char *file, unsigned line,
    const char *format, ...)
{
	static const char *last_file;
	static unsigned last_line;
	va_list arguments;

	if (error_one_per_line) {
		if (last_line == line && last_file &&
		    (file == last_file || (file && !strcmp(file, last_file))))
			return;
		last_file = file;
		last_line = line;
	}
	start("");
	if (file)
		fprintf(stderr, "%s:%u: ", file, line);
	else
		fputc(' ', stderr);
	va_start(arguments, format);
	finish(status, number, format, arguments);
	va_end(arguments);
}
