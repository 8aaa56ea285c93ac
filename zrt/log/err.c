/* SPDX-License-Identifier: Apache-2.0
 *
 * err, warn and their kin: "name: text: error" on standard error.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "internal/program_name.h"

static void message(int error, const char *format, va_list arguments)
{
	fprintf(stderr, "%s: ", __zrt_program_name());
	if (format) {
		errno = error;
		vfprintf(stderr, format, arguments);
		if (error >= 0)
			fputs(": ", stderr);
	}
	if (error >= 0)
		fputs(strerror(error), stderr);
	fputc('\n', stderr);
}

void vwarn(const char *format, va_list arguments)
{
	message(errno, format, arguments);
}

void vwarnx(const char *format, va_list arguments)
{
	message(-1, format, arguments);
}

void verr(int status, const char *format, va_list arguments)
{
	vwarn(format, arguments);
	exit(status);
}

void verrx(int status, const char *format, va_list arguments)
{
	vwarnx(format, arguments);
	exit(status);
}

void warn(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vwarn(format, arguments);
	va_end(arguments);
}

void warnx(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vwarnx(format, arguments);
	va_end(arguments);
}

void err(int status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	verr(status, format, arguments);
}

void errx(int status, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	verrx(status, format, arguments);
}
