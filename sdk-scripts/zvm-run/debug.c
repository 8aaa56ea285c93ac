/* SPDX-License-Identifier: Apache-2.0
 *
 * --gdb: the session under gdb. A guest address is a host address and the
 * guest is the confined child, so all that gdb must be told is to follow the
 * fork and, once the text is in place, where the symbols are.
 */
#include "zvm_run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* gdb splits a command into words as a shell does. */
static char *symbols_command(const char *program)
{
	static const char verb[] = "add-symbol-file \"";
	char *text =
	    run_checked(malloc(sizeof(verb) + 2 * strlen(program) + 1));
	char *at = stpcpy(text, verb);

	for (; *program != '\0'; program++) {
		if (*program == '"' || *program == '\\')
			*at++ = '\\';
		*at++ = *program;
	}
	strcpy(at, "\"");
	return text;
}

void run_wrap_in_gdb(const struct run *run, struct zvm_session *session)
{
	char *symbols;

	if (access(run->program, R_OK) != 0)
		run_fail("error: --gdb reads symbols from a host file (got "
			 "'%s', which is not one); take it out of its image "
			 "with tar",
		    run->program);
	symbols = symbols_command(run->program);
	char *words[] = {"gdb", "-q", "-iex", "set startup-with-shell off",
	    "-iex", "set follow-fork-mode child", "-iex", "set confirm off",
	    "-ex", "tbreak zvm_enter_guest", "-ex", "run", "-ex", symbols,
	    "-ex", "set confirm on", "-ex",
	    "tbreak main if (unsigned long)$pc < 0x200000000", "-ex",
	    "continue", "--args", NULL};

	if (zvm_session_wrapper(session, words) != 0)
		run_session_failed(session);
	free(symbols);
}
