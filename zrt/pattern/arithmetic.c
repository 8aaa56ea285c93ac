/* SPDX-License-Identifier: Apache-2.0
 *
 * C's integer expressions, by precedence climbing. Numbers wrap: a shell has
 * no overflow.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "internal/arithmetic.h"

struct parser {
	const char *at;
	bool failed;
	int depth;
};

#define DEEPEST 200

static const struct binary {
	char text[3];
	int level; /* higher binds tighter */
} operators[] = {{"||", 1}, {"&&", 2}, {"|", 3}, {"^", 4}, {"&", 5}, {"==", 6},
    {"!=", 6}, {"<=", 7}, {">=", 7}, {"<<", 8}, {">>", 8}, {"<", 7}, {">", 7},
    {"+", 9}, {"-", 9}, {"*", 10}, {"/", 10}, {"%", 10}};

static long conditional(struct parser *parser);

static void skip_blanks(struct parser *parser)
{
	while (isspace((unsigned char)*parser->at))
		parser->at++;
}

static long fail(struct parser *parser)
{
	parser->failed = true;
	return 0;
}

static long variable(struct parser *parser)
{
	const char *start = parser->at;
	char name[256];
	const char *value;

	while (isalnum((unsigned char)*parser->at) || *parser->at == '_')
		parser->at++;
	if ((size_t)(parser->at - start) >= sizeof(name))
		return fail(parser);
	memcpy(name, start, (size_t)(parser->at - start));
	name[parser->at - start] = '\0';
	value = getenv(name);
	return value ? strtol(value, NULL, 0) : 0;
}

static long unary(struct parser *parser)
{
	long value;
	char *end;

	skip_blanks(parser);
	if (parser->depth > DEEPEST)
		return fail(parser);
	switch (*parser->at) {
	case '-':
		parser->at++;
		return (long)(0 - (unsigned long)unary(parser));
	case '+':
		parser->at++;
		return unary(parser);
	case '!':
		parser->at++;
		return !unary(parser);
	case '~':
		parser->at++;
		return ~unary(parser);
	case '(':
		parser->at++;
		parser->depth++;
		value = conditional(parser);
		parser->depth--;
		skip_blanks(parser);
		return *parser->at++ == ')' ? value : fail(parser);
	}
	if (isdigit((unsigned char)*parser->at)) {
		value = strtol(parser->at, &end, 0);
		parser->at = end;
		return value;
	}
	if (isalpha((unsigned char)*parser->at) || *parser->at == '_')
		return variable(parser);
	return fail(parser);
}

static const struct binary *next_operator(struct parser *parser)
{
	skip_blanks(parser);
	for (unsigned i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (!strncmp(parser->at, operators[i].text,
			strlen(operators[i].text)))
			return &operators[i];
	return NULL;
}

static long apply(struct parser *parser, const char *name, long a, long b)
{
	unsigned long x = (unsigned long)a, y = (unsigned long)b;

	switch (name[0]) {
	case '|':
		return name[1] ? a || b : a | b;
	case '&':
		return name[1] ? a && b : a & b;
	case '^':
		return a ^ b;
	case '=':
		return a == b;
	case '!':
		return a != b;
	case '<':
		return name[1] == '<'   ? (long)(x << (y & 31))
		       : name[1] == '=' ? a <= b
					: a < b;
	case '>':
		return name[1] == '>'   ? a >> (y & 31)
		       : name[1] == '=' ? a >= b
					: a > b;
	case '+':
		return (long)(x + y);
	case '-':
		return (long)(x - y);
	case '*':
		return (long)(x * y);
	}
	if (b == 0)
		return fail(parser);
	if (b == -1)
		return name[0] == '/' ? (long)(0 - x) : 0;
	return name[0] == '/' ? a / b : a % b;
}

static long binary(struct parser *parser, int level)
{
	long value = unary(parser);
	const struct binary *operator;

	while (!parser->failed &&
	       (operator= next_operator(parser)) && operator->level >= level) {
		parser->at += strlen(operator->text);
		value = apply(parser, operator->text, value,
		    binary(parser, operator->level + 1));
	}
	return value;
}

static long conditional(struct parser *parser)
{
	long condition = binary(parser, 1), yes, no;

	skip_blanks(parser);
	if (parser->failed || *parser->at != '?')
		return condition;
	parser->at++;
	yes = conditional(parser);
	skip_blanks(parser);
	if (*parser->at++ != ':')
		return fail(parser);
	no = conditional(parser);
	return condition ? yes : no;
}

bool __zrt_arithmetic(const char *text, long *value)
{
	struct parser parser = {.at = text};

	skip_blanks(&parser);
	*value = *parser.at ? conditional(&parser) : 0;
	skip_blanks(&parser);
	return !parser.failed && !*parser.at;
}
