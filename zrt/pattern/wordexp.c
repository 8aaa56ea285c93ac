/* SPDX-License-Identifier: Apache-2.0
 *
 * wordexp: what a shell does to a command's words, without a shell. There is
 * none in the sandbox, so command substitution is WRDE_CMDSUB.
 *
 * A field is built as a pattern in which quoted characters have a backslash,
 * so that quoting survives until the file names are looked for.
 */
#include <ctype.h>
#include <fnmatch.h>
#include <glob.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wordexp.h>
#include "internal/arithmetic.h"

struct text {
	char *bytes;
	size_t length, capacity;
};

struct expansion {
	const char *at; /* what is left to read */
	int flags;
	const char *separators; /* IFS */
	struct text field;
	bool exists; /* the field, even when it is empty */
	char **words;
	size_t count, capacity;
};

static int add(struct text *text, char c)
{
	if (text->length + 2 > text->capacity) {
		size_t capacity = text->capacity ? 2 * text->capacity : 64;
		char *bytes = realloc(text->bytes, capacity);

		if (!bytes)
			return WRDE_NOSPACE;
		text->bytes = bytes;
		text->capacity = capacity;
	}
	text->bytes[text->length++] = c;
	text->bytes[text->length] = '\0';
	return 0;
}

static int add_quoted(struct expansion *x, char c)
{
	x->exists = true;
	if (strchr("*?[]\\-!^", c) && add(&x->field, '\\'))
		return WRDE_NOSPACE;
	return add(&x->field, c);
}

static int add_word(struct expansion *x, char *word)
{
	if (!word)
		return WRDE_NOSPACE;
	if (x->count == x->capacity) {
		size_t capacity = x->capacity ? 2 * x->capacity : 16;
		char **words = realloc(x->words, capacity * sizeof(*words));

		if (!words) {
			free(word);
			return WRDE_NOSPACE;
		}
		x->words = words;
		x->capacity = capacity;
	}
	x->words[x->count++] = word;
	return 0;
}

/* Without the backslashes of quoting. */
static char *plain(const char *pattern)
{
	char *result = malloc(strlen(pattern) + 1), *to = result;

	if (!result)
		return NULL;
	for (; *pattern; pattern++) {
		if (*pattern == '\\' && pattern[1])
			pattern++;
		*to++ = *pattern;
	}
	*to = '\0';
	return result;
}

/* The field is complete: one word, or the file names that it matches. */
static int end_field(struct expansion *x)
{
	const char *pattern = x->field.bytes ? x->field.bytes : "";
	int error = 0;
	glob_t found;

	if (!x->exists)
		return 0;
	switch (glob(pattern, 0, NULL, &found)) {
	case 0:
		for (size_t i = 0; i < (size_t)found.gl_pathc && !error; i++)
			error = add_word(x, strdup(found.gl_pathv[i]));
		globfree(&found);
		break;
	case GLOB_NOSPACE:
		return WRDE_NOSPACE;
	default:
		error = add_word(x, plain(pattern));
	}
	x->field.length = 0;
	if (x->field.bytes)
		*x->field.bytes = '\0';
	x->exists = false;
	return error;
}

/* The result of an expansion: split into fields unless it is quoted. */
static int add_value(struct expansion *x, const char *value, bool quoted)
{
	bool after_blank = false;

	if (quoted) {
		x->exists = true;
		for (; *value; value++)
			if (add_quoted(x, *value))
				return WRDE_NOSPACE;
		return 0;
	}
	for (; *value; value++) {
		if (!strchr(x->separators, *value)) {
			x->exists = true;
			if (add(&x->field, *value))
				return WRDE_NOSPACE;
			after_blank = false;
		} else if (strchr(" \t\n", *value)) {
			after_blank = x->exists;
			if (end_field(x))
				return WRDE_NOSPACE;
		} else {
			/* Another separator ends a field, even an empty one,
			 * unless blanks before it just did. */
			if (!after_blank)
				x->exists = true;
			after_blank = false;
			if (end_field(x))
				return WRDE_NOSPACE;
		}
	}
	return 0;
}

static int expand_dollar(struct expansion *x, bool quoted);
static int expand_until(struct expansion *x, const char *ends);

/* From behind the opening quote to behind the closing one. */
static int expand_quotes(struct expansion *x)
{
	x->exists = true;
	while (*x->at != '"') {
		int error;

		if (!*x->at)
			return WRDE_SYNTAX;
		if (*x->at == '\\' && x->at[1] &&
		    strchr("$`\"\\\n", x->at[1])) {
			x->at++;
			error = *x->at == '\n' ? 0 : add_quoted(x, *x->at);
			x->at++;
		} else if (*x->at == '$') {
			x->at++;
			error = expand_dollar(x, true);
		} else if (*x->at == '`') {
			return WRDE_CMDSUB;
		} else {
			error = add_quoted(x, *x->at++);
		}
		if (error)
			return error;
	}
	x->at++;
	return 0;
}

/* ~ and ~name at the start of a word. */
static int expand_tilde(struct expansion *x)
{
	size_t length = strcspn(x->at + 1, "/ \t\n\\'\"$`~:");
	char name[256];
	const char *home = NULL;
	struct passwd *user = NULL;

	if (length >= sizeof(name) ||
	    (x->at[1 + length] && !strchr("/ \t\n", x->at[1 + length])))
		return add_quoted(x, *x->at++);
	memcpy(name, x->at + 1, length);
	name[length] = '\0';
	if (!length)
		home = getenv("HOME");
	if (!home)
		user = length ? getpwnam(name) : getpwuid(getuid());
	if (user)
		home = user->pw_dir;
	if (!home)
		return add_quoted(x, *x->at++);
	x->at += 1 + length;
	return add_value(x, home, true);
}

/* The word of ${name-word}, as one string: a pattern or, for use as a value,
 * plain. Reads up to the closing brace, but not it. */
static int read_operand(struct expansion *x, char **result, bool is_pattern)
{
	struct expansion inner = {
	    .at = x->at, .flags = x->flags, .separators = ""};
	int error = expand_until(&inner, "}");

	x->at = inner.at;
	*result = NULL;
	if (!error) {
		const char *text = inner.field.bytes ? inner.field.bytes : "";

		*result = is_pattern ? strdup(text) : plain(text);
		if (!*result)
			error = WRDE_NOSPACE;
	}
	free(inner.field.bytes);
	return error;
}

/* Cut what matches the pattern from the start or the end of the value. */
static void cut(char *value, const char *pattern, bool at_end, bool longest)
{
	size_t length = strlen(value);

	for (size_t i = 0; i <= length; i++) {
		size_t size = longest ? length - i : i;
		char saved;
		bool hit;

		if (at_end) {
			hit = !fnmatch(pattern, value + length - size, 0);
			if (hit)
				value[length - size] = '\0';
		} else {
			saved = value[size];
			value[size] = '\0';
			hit = !fnmatch(pattern, value, 0);
			value[size] = saved;
			if (hit)
				memmove(value, value + size, length - size + 1);
		}
		if (hit)
			return;
	}
}

static int undefined(struct expansion *x)
{
	return x->flags & WRDE_UNDEF ? WRDE_BADVAL : 0;
}

/* What stands behind the name in ${name...}. */
static int expand_operator(
    struct expansion *x, const char *name, const char *value, bool quoted)
{
	bool or_null = *x->at == ':';
	char operator= x->at[or_null], *operand = NULL, *changed;
	bool unset = !value || (or_null && !*value);
	bool doubled;
	int error;

	if (!operator|| !strchr(or_null ? "-=?+" : "-=?+%#", operator))
		return WRDE_SYNTAX;
	x->at += or_null + 1;
	if (operator== '%' || operator== '#') {
		doubled = *x->at == operator;
		x->at += doubled;
		error = read_operand(x, &operand, true);
		if (!error && !value)
			error = undefined(x);
		changed = error ? NULL : strdup(value ? value : "");
		if (!error && !changed)
			error = WRDE_NOSPACE;
		if (!error) {
			cut(changed, operand, operator== '%', doubled);
			error = add_value(x, changed, quoted);
		}
		free(changed);
		free(operand);
		return error;
	}
	if (operator== '+' ? !unset : unset) {
		if ((operator== '-' || operator== '+') && !quoted)
			return expand_until(x, "}");
		error = read_operand(x, &operand, false);
		if (!error && operator== '=')
			error = setenv(name, operand, 1) ? WRDE_NOSPACE : 0;
		if (!error && operator== '?') {
			if (x->flags & WRDE_SHOWERR)
				fprintf(stderr, "%s: %s\n", name,
				    *operand ? operand : "parameter not set");
			error = WRDE_BADVAL;
		}
		if (!error)
			error = add_value(x, operand, quoted);
		free(operand);
		return error;
	}
	error = read_operand(x, &operand, false);
	free(operand);
	if (error || operator== '+')
		return error;
	return add_value(x, value, quoted);
}

static size_t name_length(const char *text)
{
	size_t length = 0;

	if (isdigit((unsigned char)*text))
		return 1;
	while (isalnum((unsigned char)text[length]) || text[length] == '_')
		length++;
	return length;
}

static int expand_parameter(struct expansion *x, bool quoted)
{
	bool braces = *x->at == '{', want_length;
	const char *value;
	size_t length;
	char *name, number[16];
	int error;

	x->at += braces;
	want_length = braces && *x->at == '#' && x->at[1] != '}';
	x->at += want_length;
	length = name_length(x->at);
	if (!length) {
		if (braces)
			return WRDE_SYNTAX;
		return add_quoted(x, '$'); /* a lone dollar */
	}
	name = strndup(x->at, length);
	if (!name)
		return WRDE_NOSPACE;
	x->at += length;
	value = isdigit((unsigned char)*name) ? NULL : getenv(name);
	if (want_length) {
		snprintf(
		    number, sizeof(number), "%zu", value ? strlen(value) : 0);
		error = value ? 0 : undefined(x);
		if (!error)
			error = add_value(x, number, quoted);
	} else if (braces && *x->at != '}') {
		error = expand_operator(x, name, value, quoted);
	} else {
		error = value ? 0 : undefined(x);
		if (!error)
			error = add_value(x, value ? value : "", quoted);
	}
	free(name);
	if (!error && braces && *x->at++ != '}')
		error = WRDE_SYNTAX;
	return error;
}

static int expand_arithmetic(struct expansion *x, bool quoted)
{
	const char *start = x->at += 2;
	struct expansion inner = {.flags = x->flags, .separators = ""};
	char *source, *text, number[24];
	long value;
	int depth = 0, error;

	for (; depth || x->at[0] != ')' || x->at[1] != ')'; x->at++) {
		if (!*x->at)
			return WRDE_SYNTAX;
		depth += (*x->at == '(') - (*x->at == ')');
	}
	source = strndup(start, (size_t)(x->at - start));
	x->at += 2;
	if (!source)
		return WRDE_NOSPACE;
	inner.at = source;
	/* As if in double quotes: nothing but dollars means anything. */
	for (error = 0; !error && *inner.at;) {
		if (*inner.at == '$') {
			inner.at++;
			error = expand_dollar(&inner, true);
		} else {
			error = add_quoted(&inner, *inner.at++);
		}
	}
	text = error ? NULL : plain(inner.field.bytes ? inner.field.bytes : "");
	if (!error && !text)
		error = WRDE_NOSPACE;
	if (!error && !__zrt_arithmetic(text, &value))
		error = WRDE_SYNTAX;
	if (!error) {
		snprintf(number, sizeof(number), "%ld", value);
		error = add_value(x, number, quoted);
	}
	free(text);
	free(source);
	free(inner.field.bytes);
	return error;
}

/* From behind the dollar. */
static int expand_dollar(struct expansion *x, bool quoted)
{
	if (x->at[0] == '(' && x->at[1] == '(')
		return expand_arithmetic(x, quoted);
	if (*x->at == '(')
		return WRDE_CMDSUB;
	return expand_parameter(x, quoted);
}

static int expand_until(struct expansion *x, const char *ends)
{
	bool top = !*ends;

	while (*x->at && !strchr(ends, *x->at)) {
		int error = 0;
		char c = *x->at;

		if (strchr(" \t", c) && (top || strchr(x->separators, c))) {
			x->at++;
			error = end_field(x);
		} else if (top && strchr("\n|&;<>(){}", c)) {
			return WRDE_BADCHAR;
		} else if (c == '\\') {
			if (!x->at[1])
				return WRDE_SYNTAX;
			if (x->at[1] != '\n')
				error = add_quoted(x, x->at[1]);
			x->at += 2;
		} else if (c == '\'') {
			x->exists = true;
			for (x->at++; *x->at != '\'' && !error; x->at++)
				error = *x->at ? add_quoted(x, *x->at)
					       : WRDE_SYNTAX;
			x->at += !error;
		} else if (c == '"') {
			x->at++;
			error = expand_quotes(x);
		} else if (c == '$') {
			x->at++;
			error = expand_dollar(x, false);
		} else if (c == '`') {
			error = WRDE_CMDSUB;
		} else if (c == '~' && !x->exists) {
			error = expand_tilde(x);
		} else {
			x->exists = true;
			error = add(&x->field, c);
			x->at++;
		}
		if (error)
			return error;
	}
	if (!top && !*x->at)
		return WRDE_SYNTAX;
	return 0;
}

int wordexp(const char *restrict text, wordexp_t *restrict result, int flags)
{
	struct expansion x = {.at = text, .flags = flags};
	size_t kept = 0, reserved = flags & WRDE_DOOFFS ? result->we_offs : 0;
	int error;

	x.separators = getenv("IFS");
	if (!x.separators)
		x.separators = " \t\n";
	if (flags & WRDE_REUSE)
		wordfree(result);
	error = expand_until(&x, "");
	if (!error)
		error = end_field(&x);
	free(x.field.bytes);
	if (flags & WRDE_APPEND && !(flags & WRDE_REUSE))
		kept = result->we_wordc;
	if (!error || error == WRDE_NOSPACE) {
		char **old =
		    kept || (flags & WRDE_APPEND && !(flags & WRDE_REUSE))
			? result->we_wordv
			: NULL;
		char **list = realloc(
		    old, (reserved + kept + x.count + 1) * sizeof(*list));

		if (list) {
			for (size_t i = 0; !old && i < reserved; i++)
				list[i] = NULL;
			if (x.count)
				memcpy(list + reserved + kept, x.words,
				    x.count * sizeof(*list));
			list[reserved + kept + x.count] = NULL;
			result->we_wordv = list;
			result->we_wordc = kept + x.count;
			if (!(flags & WRDE_DOOFFS))
				result->we_offs = 0;
			free(x.words);
			return error;
		}
		error = WRDE_NOSPACE;
	}
	for (size_t i = 0; i < x.count; i++)
		free(x.words[i]);
	free(x.words);
	if (!(flags & WRDE_APPEND) || flags & WRDE_REUSE) {
		result->we_wordv = NULL;
		result->we_wordc = 0;
	}
	return error;
}

void wordfree(wordexp_t *result)
{
	if (!result->we_wordv)
		return;
	for (size_t i = 0; i < result->we_wordc; i++)
		free(result->we_wordv[result->we_offs + i]);
	free(result->we_wordv);
	result->we_wordv = NULL;
	result->we_wordc = 0;
}
