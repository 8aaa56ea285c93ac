/* SPDX-License-Identifier: Apache-2.0
 *
 * Command lines by table: every form of an option, every mistake.
 */
#include "tap.h"

#include <string.h>

#include "runtime/options.h"

static const struct zvm_option table[] = {
    {'a', "alpha", NULL, "", "a switch"},
    {'b', "beta", "VALUE", "", "takes a value"},
    {0, "alphabet", "X", "", "a longer name"},
    {'s', NULL, NULL, "", NULL},
    {0, "gamma", "[FILE]", "file", "a value that may be left out"},
};

static const struct zvm_tool tool = {.name = "t",
    .synopsis = "",
    .purpose = "",
    .options = table,
    .option_count = 5};

static char *words[16];
static char copies[16][100];

/* Reads a command line written with blanks; prints what it gives. */
static const char *reading(const char *line)
{
	static char out[400];
	struct zvm_option_reader reader = {
	    .tool = &tool, .argv = words, .next = 1, .argc = 1};
	int option, at = 0;

	words[0] = (char *)"t";
	while (*line != '\0') {
		size_t size = strcspn(line, " ");

		snprintf(copies[reader.argc], 100, "%.*s", (int)size, line);
		words[reader.argc] = copies[reader.argc];
		reader.argc++;
		line += size + (line[size] == ' ');
	}
	words[reader.argc] = NULL;
	out[0] = '\0';
	while ((option = zvm_option_next(&reader)) != ZVM_OPTION_END) {
		if (option == ZVM_OPTION_WRONG) {
			snprintf(out + at, sizeof(out) - (size_t)at, "!%s|%s",
			    reader.problem, reader.hint);
			break;
		}
		at += snprintf(out + at, sizeof(out) - (size_t)at, "%d%s%s ",
		    option, reader.value != NULL ? "=" : "",
		    reader.value != NULL ? reader.value : "");
	}
	return out;
}

static void gives(const char *line, const char *wanted)
{
	const char *got = reading(line);

	if (!tap_ok(strcmp(got, wanted) == 0, "'%s'", line))
		printf("# got '%s', expected '%s'\n", got, wanted);
}

int main(void)
{
	gives("", "");
	gives("-a", "0 ");
	gives("--alpha x", "0 -2=x ");
	gives("--beta=v --beta v", "1=v 1=v ");
	gives("--beta= -b", "1= !-b needs a value|");
	gives("-bv -b v -abv", "1=v 1=v 0 1=v ");
	gives("-as", "0 3 ");
	gives("-b --alpha", "1=--alpha ");
	gives("x -a - y", "-2=x 0 -2=- -2=y ");
	gives("-- -a", "-2=-a ");
	gives("--alphabet=1", "2=1 ");
	gives("--alph", "!unknown option '--alph'|did you mean '--alpha'?");
	gives("--bet 1", "!unknown option '--bet'|did you mean '--beta'?");
	gives("--alpha=1", "!--alpha takes no value|");
	gives("--beta", "!--beta needs a value|");
	gives("-z", "!unknown option '-z'|");
	gives("-az", "0 !unknown option '-z'|");
	gives("--gamma x --gamma=y", "4 -2=x 4=y ");
	gives("--gamma=", "!--gamma= needs a value|");
	gives("--=x", "!unknown option '--'|");
	return tap_done();
}
