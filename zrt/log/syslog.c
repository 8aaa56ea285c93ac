/* SPDX-License-Identifier: Apache-2.0
 *
 * syslog: there is no logger to send to, so each message becomes a line on
 * standard error, "name[1]: text", written with one write. No time and no
 * priority: the line looks as LOG_PERROR's does elsewhere.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>
#include "internal/program_name.h"

static const char *identity;
static int options, default_facility = LOG_USER;
static int mask = LOG_UPTO(LOG_DEBUG);

void openlog(const char *name, int option, int facility)
{
	identity = name;
	options = option;
	if (facility && !(facility & ~LOG_FACMASK))
		default_facility = facility;
}

void closelog(void)
{
	identity = NULL;
	options = 0;
	default_facility = LOG_USER;
}

int setlogmask(int wanted)
{
	int old = mask;

	if (wanted)
		mask = wanted;
	return old;
}

void vsyslog(int priority, const char *format, va_list arguments)
{
	int saved = errno;
	char *text = NULL;
	size_t size = 0;
	FILE *line;

	if ((priority & ~(LOG_PRIMASK | LOG_FACMASK)) ||
	    !(mask & LOG_MASK(priority & LOG_PRIMASK)))
		return;
	line = open_memstream(&text, &size);
	if (!line)
		return;
	fputs(identity ? identity : __zrt_program_name(), line);
	if (options & LOG_PID)
		fprintf(line, "[%d]", (int)getpid());
	fputs(": ", line);
	errno = saved; /* for %m */
	vfprintf(line, format, arguments);
	fflush(line);
	if (size && text[size - 1] != '\n')
		fputc('\n', line);
	if (fclose(line) == 0)
		(void)!write(STDERR_FILENO, text, size);
	free(text);
	errno = saved;
}

void syslog(int priority, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsyslog(priority, format, arguments);
	va_end(arguments);
}
