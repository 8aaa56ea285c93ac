/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading a command line by its table, and printing the table as help.
 */
#include "options.h"

#include <string.h>

#include "manifest/parser.h"

#define HELP_COLUMN 24
#define HELP_WIDTH  80

static int wrong(struct zvm_option_reader *reader, const char *what,
    const char *option, size_t size)
{
	snprintf(reader->problem, sizeof(reader->problem), what,
	    (int)(size < 100 ? size : 100), option);
	return ZVM_OPTION_WRONG;
}

static void suggest(
    struct zvm_option_reader *reader, const char *name, size_t size)
{
	const struct zvm_tool *tool = reader->tool;
	const char *names[128], *nearest;
	size_t count = 0;

	for (int i = 0; i < tool->option_count && count < 128; i++)
		if (tool->options[i].name != NULL &&
		    tool->options[i].help != NULL)
			names[count++] = tool->options[i].name;
	nearest = nearest_word((struct span){name, size}, names, count);
	if (nearest != NULL)
		snprintf(reader->hint, sizeof(reader->hint),
		    "did you mean '--%s'?", nearest);
}

/* The value of an option that needs one and has none attached to it. */
static int take_value(
    struct zvm_option_reader *reader, int option, const char *name, size_t size)
{
	if (reader->next == reader->argc)
		return wrong(reader, "%.*s needs a value", name, size);
	reader->value = reader->argv[reader->next++];
	return option;
}

static int next_letter(struct zvm_option_reader *reader)
{
	const struct zvm_tool *tool = reader->tool;
	const char name[] = {'-', *reader->letters++, '\0'};
	int option = 0;

	while (option < tool->option_count &&
	       tool->options[option].letter != name[1])
		option++;
	if (option == tool->option_count)
		return wrong(reader, "unknown option '%.*s'", name, 2);
	if (tool->options[option].value == NULL)
		return option;
	reader->value = reader->letters;
	reader->letters = "";
	if (reader->value[0] != '\0')
		return option;
	return take_value(reader, option, name, 2);
}

static int next_name(struct zvm_option_reader *reader, const char *text)
{
	const struct zvm_tool *tool = reader->tool;
	const char *name = text + 2, *equals = strchr(name, '=');
	size_t size = equals != NULL ? (size_t)(equals - name) : strlen(name);
	struct span wanted = {name, size};
	int option = 0;

	while (option < tool->option_count &&
	       !(tool->options[option].name != NULL &&
		   span_is(wanted, tool->options[option].name)))
		option++;
	if (option == tool->option_count) {
		suggest(reader, name, size);
		return wrong(reader, "unknown option '%.*s'", text, size + 2);
	}
	if (tool->options[option].value == NULL) {
		if (equals != NULL)
			return wrong(
			    reader, "%.*s takes no value", text, size + 2);
		return option;
	}
	if (equals == NULL && tool->options[option].value[0] == '[')
		return option;
	if (equals == NULL)
		return take_value(reader, option, text, size + 2);
	if (equals[1] == '\0' && tool->options[option].value[0] == '[')
		return wrong(reader, "%.*s= needs a value", text, size + 2);
	reader->value = equals + 1;
	return option;
}

int zvm_option_next(struct zvm_option_reader *reader)
{
	const char *text;

	reader->value = NULL;
	reader->problem[0] = reader->hint[0] = '\0';
	if (reader->letters != NULL && reader->letters[0] != '\0')
		return next_letter(reader);
	if (reader->next >= reader->argc)
		return ZVM_OPTION_END;
	text = reader->argv[reader->next++];
	if (!reader->only_operands && strcmp(text, "--") == 0) {
		reader->only_operands = 1;
		return zvm_option_next(reader);
	}
	if (reader->only_operands || text[0] != '-' || text[1] == '\0') {
		reader->value = text;
		return ZVM_OPTION_OPERAND;
	}
	if (text[1] == '-')
		return next_name(reader, text);
	reader->letters = text + 1;
	return next_letter(reader);
}

void zvm_option_wrap(FILE *out, const char *text, int at, int indent)
{
	int column = at;

	while (*text != '\0') {
		int word = (int)strcspn(text, " ");

		if (column > indent && column + 1 + word > HELP_WIDTH) {
			fputc('\n', out);
			column = 0;
		}
		if (column < indent)
			column += fprintf(out, "%*s", indent - column, "");
		else if (column > indent)
			column += fprintf(out, " ");
		column += fprintf(out, "%.*s", word, text);
		text += word + (text[word] == ' ');
	}
	fputc('\n', out);
}

static void option_help(const struct zvm_option *option, FILE *out)
{
	int column = fprintf(out, "  ");

	if (option->letter != 0)
		column += fprintf(out, "-%c", option->letter);
	if (option->letter != 0 && option->name != NULL)
		column += fprintf(out, ", ");
	if (option->name != NULL)
		column += fprintf(out, "--%s", option->name);
	if (option->value != NULL && option->value[0] == '[')
		column += fprintf(out, "[=%s", option->value + 1);
	else if (option->value != NULL)
		column += fprintf(out, " %s", option->value);
	if (column + 2 > HELP_COLUMN) {
		fputc('\n', out);
		column = 0;
	}
	zvm_option_wrap(out, option->help, column, HELP_COLUMN);
}

static void text_help(const struct zvm_tool *tool, FILE *out)
{
	int last = ZVM_TEXT_PARAGRAPH;

	for (int i = 0; i < tool->text_count; i++) {
		const struct zvm_tool_text *text = &tool->texts[i];
		int first = (int)text->kind != last;

		last = (int)text->kind;
		switch (text->kind) {
		case ZVM_TEXT_PARAGRAPH:
			fputc('\n', out);
			zvm_option_wrap(out, text->text, 0, 0);
			break;
		case ZVM_TEXT_EXAMPLE:
			if (first)
				fputs("\nExamples:\n", out);
			fprintf(out, "  %s\n", text->text);
			if (text->meaning[0] != '\0')
				zvm_option_wrap(out, text->meaning, 0, 6);
			break;
		case ZVM_TEXT_STATUS:
			if (first)
				fputs("\nExit status:\n", out);
			zvm_option_wrap(out, text->meaning,
			    fprintf(out, "  %s", text->text), 8);
			break;
		}
	}
}

void zvm_option_help(const struct zvm_tool *tool, FILE *out)
{
	fprintf(out, "usage: %s %s\n", tool->name, tool->synopsis);
	fprintf(out, "%s.\n\n", tool->purpose);
	for (int i = 0; i < tool->option_count; i++)
		if (tool->options[i].help != NULL)
			option_help(&tool->options[i], out);
	text_help(tool, out);
}
