/* SPDX-License-Identifier: Apache-2.0
 *
 * Patterns of file names over the characters of the current locale. Only the
 * last star is ever tried again: whatever an earlier one could still take, the
 * later one can take too, so the time is at worst the product of the lengths.
 */
#include <fnmatch.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
#include "cname.h"

/* A byte that starts no character stands for itself, beyond all characters. */
#define STRAY 0x110000

static wchar_t next(const char **text)
{
	unsigned char byte = **text;
	wchar_t c;
	int length;

	if (byte < 0x80) {
		++*text;
		return byte;
	}
	length = mbtowc(&c, *text, MB_LEN_MAX);
	if (length <= 0) {
		++*text;
		return STRAY + byte;
	}
	*text += length;
	return c;
}

static wchar_t fold(wchar_t c, int flags)
{
	return (flags & FNM_CASEFOLD) && c < STRAY ? (wchar_t)towlower(c) : c;
}

/* What stands in [.x.], [=x=] or [:x:], `text` being behind the delimiter. */
static const char *named(const char **text, char delimiter, size_t *length)
{
	const char *name = *text;
	const char *end = name;

	while (*end && (end == name || end[0] != delimiter || end[1] != ']'))
		end++;
	if (!*end)
		return NULL;
	*length = end - name;
	*text = end + 2;
	return name;
}

static bool in_class(const char *name, size_t length, wchar_t c, int flags)
{
	char class[CHARCLASS_NAME_MAX + 1];
	wctype_t type;

	if (length > CHARCLASS_NAME_MAX || c >= STRAY)
		return false;
	memcpy(class, name, length);
	class[length] = '\0';
	type = wctype(class);
	if (type == 0)
		return false;
	return iswctype(c, type) || ((flags & FNM_CASEFOLD) && (iswctype(towlower(c), type) ||
								iswctype(towupper(c), type)));
}

/* The one character of that collating symbol, -1 if there is none. */
static wchar_t collating(const char *name, size_t length)
{
	const char *text = name;
	wchar_t c = next(&text);
	size_t i;

	if ((size_t)(text - name) == length)
		return c;
	for (i = 0; cnames[i].name; i++)
		if (strlen(cnames[i].name) == length && memcmp(cnames[i].name, name, length) == 0)
			return cnames[i].code;
	return -1;
}

/* A member of a bracket expression that is one character; -1: none. */
static wchar_t member(const char **pattern, int flags)
{
	const char *name;
	size_t length;

	if ((*pattern)[0] == '[' && ((*pattern)[1] == '.' || (*pattern)[1] == '=')) {
		const char *text = *pattern + 2;

		name = named(&text, (*pattern)[1], &length);
		if (name) {
			*pattern = text;
			return collating(name, length);
		}
	}
	if (**pattern == '\\' && !(flags & FNM_NOESCAPE) && (*pattern)[1])
		++*pattern;
	return next(pattern);
}

enum bracket { NO_BRACKET, MATCHES, DIFFERS };

/* *pattern is behind the [ and moves behind the ] unless it is none. */
static enum bracket bracket(const char **pattern, wchar_t c, int flags)
{
	const char *p = *pattern;
	const char *first;
	const char *name;
	bool negated = *p == '!' || *p == '^';
	bool found = false;
	size_t length;
	wchar_t low, high;

	p += negated;
	first = p;
	for (;;) {
		if (!*p || (*p == '/' && (flags & FNM_PATHNAME)))
			return NO_BRACKET;
		if (*p == ']' && p != first)
			break;
		if (p[0] == '[' && p[1] == ':') {
			const char *text = p + 2;

			name = named(&text, ':', &length);
			if (name) {
				found |= in_class(name, length, c, flags);
				p = text;
				continue;
			}
		}
		low = high = member(&p, flags);
		if (*p == '-' && p[1] && p[1] != ']') {
			p++;
			if (*p == '/' && (flags & FNM_PATHNAME))
				return NO_BRACKET;
			high = member(&p, flags);
		}
		if (low < 0 || high < 0)
			continue;
		if ((low <= c && c <= high) ||
		    ((flags & FNM_CASEFOLD) && c < STRAY &&
		     ((low <= (wchar_t)towlower(c) && (wchar_t)towlower(c) <= high) ||
		      (low <= (wchar_t)towupper(c) && (wchar_t)towupper(c) <= high))))
			found = true;
	}
	*pattern = p + 1;
	return found != negated ? MATCHES : DIFFERS;
}

/* Whether one character at *string is what the pattern has here; both move on. */
static bool one(const char **pattern, const char **string, bool leading, int flags)
{
	const char *behind = *string;
	const char *p = *pattern;
	wchar_t c = next(&behind);
	wchar_t wanted;
	bool special = !(c == '/' && (flags & FNM_PATHNAME)) &&
		       !(c == '.' && leading && (flags & FNM_PERIOD));

	*string = behind;
	if (*p == '?') {
		*pattern = p + 1;
		return special;
	}
	if (*p == '[') {
		p++;
		switch (bracket(&p, c, flags)) {
		case MATCHES:
			*pattern = p;
			return special;
		case DIFFERS:
			return false;
		case NO_BRACKET:
			*pattern += 1;
			return c == '[';
		}
	}
	if (*p == '\\' && !(flags & FNM_NOESCAPE)) {
		p++;
		if (!*p)
			return false;
	}
	wanted = next(&p);
	*pattern = p;
	return fold(wanted, flags) == fold(c, flags);
}

int fnmatch(const char *pattern, const char *string, int flags)
{
	const char *begin = string;
	const char *star = NULL; /* the pattern behind the last star */
	const char *taken = NULL; /* the string behind what that star takes */

	for (;;) {
		bool leading = string == begin ||
			       (string[-1] == '/' && (flags & FNM_PATHNAME));

		if (*pattern == '*') {
			if (*string == '.' && leading && (flags & FNM_PERIOD))
				return FNM_NOMATCH;
			star = ++pattern;
			taken = string;
			continue;
		}
		if (*pattern == '\0' &&
		    (*string == '\0' || (*string == '/' && (flags & FNM_LEADING_DIR))))
			return 0;
		if (*pattern != '\0' && *string != '\0') {
			bool slash = *string == '/' && (flags & FNM_PATHNAME);

			if (one(&pattern, &string, leading, flags)) {
				if (slash)
					star = NULL;
				continue;
			}
		}
		if (!star || *taken == '\0' || (*taken == '/' && (flags & FNM_PATHNAME)))
			return FNM_NOMATCH;
		next(&taken);
		string = taken;
		pattern = star;
	}
}
