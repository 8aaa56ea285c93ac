/* SPDX-License-Identifier: Apache-2.0
 *
 * The program's name under the names that BSD and GNU have for it. The
 * variables are set before other constructors run.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal/program_name.h"

extern char **__zrt_argv;

char *program_invocation_name;
char *program_invocation_short_name;
extern char *__progname __attribute__((alias("program_invocation_short_name")));

__attribute__((constructor(101))) static void set(void)
{
	char *slash = strrchr(__zrt_argv[0], '/');

	program_invocation_name = __zrt_argv[0];
	program_invocation_short_name = slash ? slash + 1 : __zrt_argv[0];
}

const char *__zrt_program_name(void)
{
	if (!program_invocation_short_name)
		set();
	return program_invocation_short_name;
}

const char *getprogname(void)
{
	return __zrt_program_name();
}

void setprogname(const char *name)
{
	const char *slash = strrchr(name, '/');

	program_invocation_short_name = (char *)(slash ? slash + 1 : name);
}
