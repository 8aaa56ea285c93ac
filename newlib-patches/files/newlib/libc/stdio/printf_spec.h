/* SPDX-License-Identifier: Apache-2.0
 *
 * What a conversion of printf says, and the arguments it takes. CHAR is the
 * character of the format.
 */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

enum flag {
	LEFT = 1,
	PLUS = 2,
	BLANK = 4,
	ALTERNATE = 8,
	ZEROS = 16,
	GROUPED = 32,
	LONG = 64, /* l: a wide character or string */
	LONG_DOUBLE = 128,
};

/* Where a number comes from: of the format, the next argument, or a position.
 */
enum { OF_FORMAT = 0, OF_NEXT = -1 };

struct spec {
	unsigned flags;
	int bytes; /* of an integer */
	int width;
	int precision; /* negative: none */
	int width_from;
	int precision_from;
	int position; /* of the value, 0: the next argument */
	CHAR conversion;
};

/* As the caller's promotions leave them. */
enum kind { INT, LONG_LONG, POINTER, FLOATING, LONG_FLOATING, NOTHING };

union value {
	long long integer;
	void *pointer;
	long double floating;
};

struct arguments {
	va_list list;
	union value *values; /* of all positions, once one was met */
};

static bool is_digit(CHAR c)
{
	return c >= '0' && c <= '9';
}

/* A number of the format; -1 with errno when no int holds it. */
static int parse_number(const CHAR **text)
{
	long long number = 0;

	for (; is_digit(**text); ++*text)
		if (number <= INT_MAX)
			number = 10 * number + (**text - '0');
	if (number <= INT_MAX)
		return (int)number;
	errno = EOVERFLOW;
	return -1;
}

/* A width or precision: digits, * or *n$. */
static int parse_measure(const CHAR **text, int *number, int *from)
{
	if (**text != '*') {
		*number = parse_number(text);
		return *number < 0 ? -1 : 0;
	}
	++*text;
	*from = OF_NEXT;
	if (is_digit(**text)) {
		const CHAR *start = *text;
		int position = parse_number(text);

		if (position < 0)
			return -1;
		if (**text == '$' && position > 0) {
			*from = position;
			++*text;
		} else {
			*text = start;
		}
	}
	return 0;
}

static const CHAR *parse_flags(const CHAR *text, unsigned *flags)
{
	for (;; text++) {
		switch (*text) {
		case '-':
			*flags |= LEFT;
			break;
		case '+':
			*flags |= PLUS;
			break;
		case ' ':
			*flags |= BLANK;
			break;
		case '#':
			*flags |= ALTERNATE;
			break;
		case '0':
			*flags |= ZEROS;
			break;
		case '\'':
			*flags |= GROUPED;
			break;
		default:
			return text;
		}
	}
}

static const CHAR *parse_length(const CHAR *text, struct spec *spec)
{
	switch (*text) {
	case 'h':
		spec->bytes = text[1] == 'h' ? sizeof(char) : sizeof(short);
		return text + (text[1] == 'h' ? 2 : 1);
	case 'l':
		spec->bytes = text[1] == 'l' ? sizeof(long long) : sizeof(long);
		spec->flags |= LONG;
		return text + (text[1] == 'l' ? 2 : 1);
	case 'L':
		spec->flags |= LONG_DOUBLE; /* fallthrough */
	case 'q':
	case 'j':
		spec->bytes = sizeof(intmax_t);
		return text + 1;
	case 'z':
	case 'Z': /* GNU's, from before C99 */
		spec->bytes = sizeof(size_t);
		return text + 1;
	case 't':
		spec->bytes = sizeof(ptrdiff_t);
		return text + 1;
	default:
		return text;
	}
}

/* The conversion whose text begins behind a '%'; its end, or NULL with errno.
 */
static const CHAR *parse(const CHAR *text, struct spec *spec)
{
	*spec = (struct spec){.precision = -1, .bytes = sizeof(int)};
	if (is_digit(*text) && *text != '0') {
		const CHAR *start = text;
		int position = parse_number(&text);

		if (position < 0)
			return NULL;
		spec->position = *text == '$' ? position : 0;
		text = *text == '$' ? text + 1 : start;
	}
	text = parse_flags(text, &spec->flags);
	if (parse_measure(&text, &spec->width, &spec->width_from))
		return NULL;
	if (*text == '.') {
		text++;
		if (parse_measure(
			&text, &spec->precision, &spec->precision_from))
			return NULL;
	}
	text = parse_length(text, spec);
	spec->conversion = *text;
	if (!*text) {
		errno = EINVAL;
		return NULL;
	}
	return text + 1;
}

static enum kind kind_of(const struct spec *spec)
{
	switch (spec->conversion) {
	case 'd':
	case 'i':
	case 'o':
	case 'u':
	case 'x':
	case 'X':
	case 'b':
	case 'B':
		return spec->bytes > (int)sizeof(int) ? LONG_LONG : INT;
	case 'c':
	case 'C':
		return INT;
	case 's':
	case 'S':
	case 'p':
	case 'n':
		return POINTER;
#ifndef INTEGER_ONLY
	case 'a':
	case 'A':
	case 'e':
	case 'E':
	case 'f':
	case 'F':
	case 'g':
	case 'G':
		return spec->flags & LONG_DOUBLE ? LONG_FLOATING : FLOATING;
#endif
	default:
		return NOTHING;
	}
}

static void fetch(union value *value, enum kind kind, va_list *list)
{
	switch (kind) {
	case INT:
		value->integer = va_arg(*list, int);
		break;
	case LONG_LONG:
		value->integer = va_arg(*list, long long);
		break;
	case POINTER:
		value->pointer = va_arg(*list, void *);
		break;
	case FLOATING:
		value->floating = va_arg(*list, double);
		break;
	case LONG_FLOATING:
		value->floating = va_arg(*list, long double);
		break;
	case NOTHING:
		break;
	}
}

/* Positions that a format leaves out count as ints. */
static int collect(struct arguments *arguments, const CHAR *format)
{
	struct spec spec;
	int count = 0;

	for (const CHAR *text = format; *text;) {
		if (*text++ != '%')
			continue;
		text = parse(text, &spec);
		if (!text)
			return -1;
		if (count < spec.position)
			count = spec.position;
		if (count < spec.width_from)
			count = spec.width_from;
		if (count < spec.precision_from)
			count = spec.precision_from;
	}
	arguments->values = calloc(count, sizeof(union value));
	if (!arguments->values)
		return -1;
	for (const CHAR *text = format; *text;) {
		if (*text++ != '%')
			continue;
		text = parse(text, &spec);
		if (spec.position > 0)
			arguments->values[spec.position - 1].integer =
			    kind_of(&spec);
	}
	for (int i = 0; i < count; i++)
		fetch(&arguments->values[i], arguments->values[i].integer,
		    &arguments->list);
	return 0;
}

static void take(struct arguments *arguments, int position, enum kind kind,
    union value *value)
{
	if (position > 0)
		*value = arguments->values[position - 1];
	else
		fetch(value, kind, &arguments->list);
}

/* The widths, precisions and the value that are arguments, in their order. */
static int take_all(struct arguments *arguments, const CHAR *format,
    struct spec *spec, union value *value)
{
	if ((spec->position > 0 || spec->width_from > 0 ||
		spec->precision_from > 0) &&
	    !arguments->values && collect(arguments, format))
		return -1;
	if (spec->width_from != OF_FORMAT) {
		take(arguments, spec->width_from, INT, value);
		spec->width = (int)value->integer;
		if (spec->width == INT_MIN) {
			errno = EOVERFLOW;
			return -1;
		}
		if (spec->width < 0) {
			spec->flags |= LEFT;
			spec->width = -spec->width;
		}
	}
	if (spec->precision_from != OF_FORMAT) {
		take(arguments, spec->precision_from, INT, value);
		spec->precision = (int)value->integer;
	}
	take(arguments, spec->position, kind_of(spec), value);
	return 0;
}
