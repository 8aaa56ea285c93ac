/* SPDX-License-Identifier: Apache-2.0
 *
 * Prints a tool's man page or shell completion from its options.def. Compiled
 * once for each tool; usage: generate man|bash|zsh
 */
#include <stdio.h>
#include <string.h>

#include "runtime/options_table.h"

/* roff: a backslash, and a dot or quote that starts a line, are commands. */
static void roff(const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", stdout);
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '-')
			fputs("\\-", stdout);
		else
			putchar(*text);
	}
	putchar('\n');
}

static void roff_line(const char *macro, const char *text)
{
	fputs(macro, stdout);
	roff(text);
}

static void man_option(const struct zvm_option *option)
{
	char names[200];
	int at = 0;

	if (option->help == NULL)
		return;
	if (option->letter != 0)
		at = snprintf(names, sizeof(names), "\\-%c%s", option->letter,
		    option->name != NULL ? ", " : "");
	if (option->name != NULL)
		snprintf(names + at, sizeof(names) - (size_t)at, "\\-\\-%s",
		    option->name);
	printf(".TP\n\\fB%s\\fR", names);
	if (option->value != NULL && option->value[0] == '[')
		printf("[=\\fI%.*s\\fR]", (int)strlen(option->value) - 2,
		    option->value + 1);
	else if (option->value != NULL)
		printf(" \\fI%s\\fR", option->value);
	putchar('\n');
	roff(option->help);
}

static void man(void)
{
	int last = ZVM_TEXT_PARAGRAPH;

	printf(".TH %s 1 \"\" \"ZeroVM %s\"\n.SH NAME\n", zvm_tool.name,
	    ZVM_VERSION);
	printf("%s \\- ", zvm_tool.name);
	roff(zvm_tool.purpose);
	printf(".SH SYNOPSIS\n.B %s\n", zvm_tool.name);
	roff(zvm_tool.synopsis);
	printf(".SH OPTIONS\n");
	for (int i = 0; i < zvm_tool.option_count; i++)
		man_option(&zvm_tool.options[i]);
	printf(".SH DESCRIPTION\n");
	for (int i = 0; i < zvm_tool.text_count; i++) {
		const struct zvm_tool_text *text = &zvm_tool.texts[i];
		int first = (int)text->kind != last;

		last = (int)text->kind;
		switch (text->kind) {
		case ZVM_TEXT_PARAGRAPH:
			roff_line(".PP\n", text->text);
			break;
		case ZVM_TEXT_EXAMPLE:
			if (first)
				printf(".SH EXAMPLES\n");
			roff_line(".TP\n.B ", text->text);
			roff(text->meaning);
			break;
		case ZVM_TEXT_STATUS:
			if (first)
				printf(".SH EXIT STATUS\n");
			roff_line(".TP\n.B ", text->text);
			roff(text->meaning);
			break;
		}
	}
}

static int shown(const struct zvm_option *option)
{
	return option->help != NULL;
}

/* "zvm-run" as a part of a function's name. */
static void identifier(void)
{
	for (const char *p = zvm_tool.name; *p != '\0'; p++)
		putchar(*p == '-' ? '_' : *p);
}

static void bash_names(const struct zvm_option *option, char mark)
{
	if (option->letter != 0)
		printf("-%c", option->letter);
	if (option->letter != 0 && option->name != NULL)
		putchar(mark);
	if (option->name != NULL)
		printf("--%s", option->name);
}

static const char *bash_action(const char *completion)
{
	if (strcmp(completion, "file") == 0)
		return "compgen -f";
	if (strcmp(completion, "directory") == 0)
		return "compgen -d";
	if (strcmp(completion, "command") == 0)
		return "compgen -fc";
	return NULL;
}

/* COMP_WORDBREAKS splits at '=': the value of --x=VALUE is a word alone. */
static void bash(void)
{
	printf("# bash completion for %s\n_", zvm_tool.name);
	identifier();
	printf("()\n{\n    local word=${COMP_WORDS[COMP_CWORD]}"
	       " last=${COMP_WORDS[COMP_CWORD - 1]}\n"
	       "    if [ \"$word\" = = ]; then\n        word=\n"
	       "    elif [ \"$last\" = = ]; then\n"
	       "        last=${COMP_WORDS[COMP_CWORD - 2]}\n    fi\n"
	       "    case $last in\n");
	for (int i = 0; i < zvm_tool.option_count; i++) {
		const struct zvm_option *option = &zvm_tool.options[i];
		const char *action;

		if (!shown(option) || option->value == NULL)
			continue;
		action = bash_action(option->completion);
		printf("    ");
		bash_names(option, '|');
		if (action != NULL)
			printf(")\n        mapfile -t COMPREPLY < "
			       "<(%s -- \"$word\")\n",
			    action);
		else
			printf(")\n        mapfile -t COMPREPLY < "
			       "<(compgen -W '%s' -- \"$word\")\n",
			    option->completion[0] == '='
				? option->completion + 1
				: "");
		printf("        return\n        ;;\n");
	}
	printf("    esac\n    if [[ $word == -* ]]; then\n"
	       "        mapfile -t COMPREPLY < <(compgen -W '");
	for (int i = 0; i < zvm_tool.option_count; i++) {
		if (!shown(&zvm_tool.options[i]))
			continue;
		bash_names(&zvm_tool.options[i], ' ');
		putchar(' ');
	}
	printf("' -- \"$word\")\n    elif [[ $word == @* ]]; then\n"
	       "        mapfile -t COMPREPLY < "
	       "<(compgen -f -P @ -- \"${word#@}\")\n    else\n"
	       "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
	       "    fi\n}\ncomplete -o filenames -F _");
	identifier();
	printf(" %s\n", zvm_tool.name);
}

/* Inside '...[help]': quotes, brackets and colons would end it. */
static void zsh_help(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			fputs("'\\''", stdout);
		else if (strchr("[]:\\", *text) != NULL)
			printf("\\%c", *text);
		else
			putchar(*text);
	}
}

static void zsh_option(const struct zvm_option *option, const char *name)
{
	printf("    '*%s%s[", name,
	    option->value == NULL     ? ""
	    : option->value[0] == '[' ? "=-"
	    : name[1] == '-'          ? "="
				      : "+");
	zsh_help(option->help);
	putchar(']');
	if (option->value != NULL) {
		/* Two colons: it may be left out. */
		fputs(option->value[0] == '[' ? "::" : ":", stdout);
		zsh_help(option->value);
		if (strcmp(option->completion, "file") == 0)
			printf(":_files");
		else if (strcmp(option->completion, "directory") == 0)
			printf(":_files -/");
		else if (strcmp(option->completion, "command") == 0)
			printf(":_command_names");
		else if (option->completion[0] == '=')
			printf(":(%s)", option->completion + 1);
		else
			printf(": ");
	}
	printf("' \\\n");
}

static void zsh(void)
{
	printf("#compdef %s\n_arguments -s \\\n", zvm_tool.name);
	for (int i = 0; i < zvm_tool.option_count; i++) {
		const struct zvm_option *option = &zvm_tool.options[i];
		char name[100];

		if (!shown(option))
			continue;
		snprintf(name, sizeof(name), "-%c", option->letter);
		if (option->letter != 0)
			zsh_option(option, name);
		snprintf(name, sizeof(name), "--%s",
		    option->name != NULL ? option->name : "");
		if (option->name != NULL)
			zsh_option(option, name);
	}
	printf("    '*:file:_files'\n");
}

int main(int argc, char **argv)
{
	const char *form = argc == 2 ? argv[1] : "";

	if (strcmp(form, "man") == 0)
		man();
	else if (strcmp(form, "bash") == 0)
		bash();
	else if (strcmp(form, "zsh") == 0)
		zsh();
	else
		return fputs("usage: generate man|bash|zsh\n", stderr), 2;
	return fflush(stdout) != 0 || ferror(stdout);
}
