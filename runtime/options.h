/* SPDX-License-Identifier: Apache-2.0
 *
 * Command lines as tables. A tool's options.def lists its options and the text
 * of its manual; parser, --help, man page and shell completions come from it.
 * Pure functions over argv. Long options are never abbreviated: what a script
 * says today means the same when an option is added.
 *
 * ZVM_TOOL("name", "synopsis", "what it does, without a full stop")
 * ZVM_OPTION(ID, 'c', "name", "VALUE", "completion", "help")
 *     'c' or 0; "name" or NULL; "VALUE", "[VALUE]" for one that
 *     may be left out and is only taken behind =, or NULL for a switch;
 *     completion is
 *     "file", "directory", "command", "=one two three" or ""; without help the
 *     option is understood but not shown
 * ZVM_TEXT("paragraph"), ZVM_EXAMPLE("command", "what it shows"),
 * ZVM_STATUS("number", "meaning")
 *
 * A tool defines ZVM_OPTIONS_FILE as that file's name and includes
 * options_table.h, which gives `zvm_tool` and the OPTION_ID numbers.
 */
#ifndef ZVM_OPTIONS_H
#define ZVM_OPTIONS_H

#include <stdio.h>

struct zvm_option {
	char letter;
	const char *name;
	const char *value;
	const char *completion;
	const char *help;
};

enum zvm_text_kind { ZVM_TEXT_PARAGRAPH, ZVM_TEXT_EXAMPLE, ZVM_TEXT_STATUS };

struct zvm_tool_text {
	enum zvm_text_kind kind;
	const char *text;
	const char *meaning; /* of an example or a status */
};

struct zvm_tool {
	const char *name, *synopsis, *purpose;
	const struct zvm_option *options;
	int option_count;
	const struct zvm_tool_text *texts;
	int text_count;
};

/* Where a command line has been read to. Set tool, argc, argv; next = 1. */
struct zvm_option_reader {
	const struct zvm_tool *tool;
	int argc;
	char **argv;
	int next;            /* the first argument not read yet */
	const char *letters; /* rest of a cluster such as -sF */
	int only_operands;   /* -- was read */
	const char *value;   /* of the option, or the operand; or NULL */
	char problem[200]; /* for ZVM_OPTION_WRONG, without tool and "error" */
	char hint[80];     /* "" or a suggestion */
};

enum { ZVM_OPTION_END = -1, ZVM_OPTION_OPERAND = -2, ZVM_OPTION_WRONG = -3 };

/* The number of the next option in the table, or one of the above. A caller
 * whose first operand ends its options simply stops reading there. */
int zvm_option_next(struct zvm_option_reader *reader);

/* What --help prints, in 80 columns. */
void zvm_option_help(const struct zvm_tool *tool, FILE *out);

/* Prints text from column `at`, indented by `indent`, broken before column
 * 80, and ends the line. */
void zvm_option_wrap(FILE *out, const char *text, int at, int indent);

#endif
