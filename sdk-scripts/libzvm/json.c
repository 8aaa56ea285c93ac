/* SPDX-License-Identifier: Apache-2.0
 *
 * Walking over JSON text. Nesting is bounded: the report's depth is three.
 */
#include "json.h"

#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 16

static const char *blanks(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

static const char *skip_string(const char *at)
{
	for (at++; *at != '"'; at++) {
		if (*at == '\\' && at[1] != '\0')
			at++;
		if (*at == '\0')
			return NULL;
	}
	return at + 1;
}

/* What stands behind the value, or NULL. */
static const char *skip_value(const char *at, int depth)
{
	int object = *at == '{';

	if (*at == '"')
		return skip_string(at);
	if (*at != '{' && *at != '[') {
		size_t size = strcspn(at, ",]} \t\r\n\"{[");

		return size > 0 ? at + size : NULL;
	}
	if (depth == DEPTH_MAX)
		return NULL;
	at = blanks(at + 1);
	while (at != NULL && *at != '}' && *at != ']') {
		if (object) {
			at = *at == '"' ? skip_string(at) : NULL;
			if (at == NULL || *(at = blanks(at)) != ':')
				return NULL;
			at = blanks(at + 1);
		}
		at = skip_value(at, depth + 1);
		if (at == NULL)
			return NULL;
		at = blanks(at);
		if (*at == ',')
			at = blanks(at + 1);
		else if (*at != '}' && *at != ']')
			return NULL;
	}
	return at != NULL ? at + 1 : NULL;
}

const char *json_member(const char *object, const char *name)
{
	size_t size = strlen(name);
	const char *at = object != NULL ? blanks(object) : NULL;

	if (at == NULL || *at != '{')
		return NULL;
	at = blanks(at + 1);
	while (*at == '"') {
		int found =
		    strncmp(at + 1, name, size) == 0 && at[1 + size] == '"';

		at = skip_string(at);
		if (at == NULL || *(at = blanks(at)) != ':')
			return NULL;
		at = blanks(at + 1);
		if (found)
			return at;
		at = skip_value(at, 0);
		if (at == NULL)
			return NULL;
		at = blanks(at);
		if (*at == ',')
			at = blanks(at + 1);
	}
	return NULL;
}

const char *json_first(const char *array)
{
	if (array == NULL || *array != '[')
		return NULL;
	array = blanks(array + 1);
	return *array == ']' ? NULL : array;
}

const char *json_next(const char *element)
{
	const char *at = skip_value(element, 0);

	if (at == NULL || *(at = blanks(at)) != ',')
		return NULL;
	return blanks(at + 1);
}

static unsigned hex(const char *digits)
{
	unsigned value = 0;

	for (int i = 0; i < 4; i++) {
		char c = digits[i];

		if (c >= '0' && c <= '9')
			value = value << 4 | (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value << 4 | (unsigned)(c - 'a' + 10);
		else
			return 0xfffd;
	}
	return value;
}

/* The report writes \u only for single bytes: a byte that is not UTF-8 comes
 * back as that byte. */
static char unescape(const char **at)
{
	static const char names[] = "nrtbf", values[] = "\n\r\t\b\f";
	const char *found;

	++*at;
	if (**at == 'u' && strlen(*at) >= 5) {
		char c = (char)hex(*at + 1);

		*at += 4;
		return c;
	}
	found = strchr(names, **at);
	return found != NULL && **at != '\0' ? values[found - names] : **at;
}

char *json_string(const char *value)
{
	const char *end;
	char *text, *to;

	if (value == NULL || *value != '"')
		return NULL;
	end = skip_string(value);
	text = end != NULL ? malloc((size_t)(end - value)) : NULL;
	if (text == NULL)
		return NULL;
	to = text;
	for (const char *at = value + 1; at < end - 1; at++)
		*to++ = *at == '\\' ? unescape(&at) : *at;
	*to = '\0';
	return text;
}

/* Not strtod: its decimal point is the locale's. */
double json_number(const char *value)
{
	double number = 0, unit = 1;

	if (value == NULL)
		return 0;
	for (; *value >= '0' && *value <= '9'; value++)
		number = number * 10 + (*value - '0');
	if (*value != '.')
		return number;
	for (value++; *value >= '0' && *value <= '9'; value++)
		number += (*value - '0') * (unit /= 10);
	return number;
}
