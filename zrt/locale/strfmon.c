/* SPDX-License-Identifier: Apache-2.0
 *
 * strfmon: amounts of money by the conventions of the locale.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <monetary.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct form {
	char fill;
	bool no_grouping, parentheses, no_currency, left;
	int width, left_digits, right_digits;
	bool international;
};

/* What the locale says of one sign. */
struct convention {
	const char *sign;
	int precedes, space, position;
};

static int value_or(char value, int otherwise)
{
	return value == CHAR_MAX ? otherwise : value;
}

static int parse_number(const char **text)
{
	int number = 0;

	while (isdigit((unsigned char)**text) && number < 10000)
		number = number * 10 + (*(*text)++ - '0');
	return number;
}

static const char *parse(
    const char *format, struct form *form, const struct lconv *locale)
{
	*form =
	    (struct form){.fill = ' ', .left_digits = -1, .right_digits = -1};
	for (;; format++) {
		if (*format == '=' && format[1])
			form->fill = *++format;
		else if (*format == '^')
			form->no_grouping = true;
		else if (*format == '(')
			form->parentheses = true;
		else if (*format == '!')
			form->no_currency = true;
		else if (*format == '-')
			form->left = true;
		else if (*format != '+')
			break;
	}
	form->width = parse_number(&format);
	if (*format == '#') {
		format++;
		form->left_digits = parse_number(&format);
	}
	if (*format == '.') {
		format++;
		form->right_digits = parse_number(&format);
	}
	if (*format != 'i' && *format != 'n')
		return NULL;
	form->international = *format == 'i';
	if (form->right_digits < 0)
		form->right_digits =
		    value_or(form->international ? locale->int_frac_digits
						 : locale->frac_digits,
			2);
	return format + 1;
}

/* The digits with separators, filled up to the left precision. */
static char *digits_of(
    double amount, const struct form *form, const struct lconv *locale)
{
	const char *grouping = form->no_grouping ? "" : locale->mon_grouping;
	const char *separator = locale->mon_thousands_sep;
	const char *point =
	    *locale->mon_decimal_point ? locale->mon_decimal_point : ".";
	int group = *grouping, in_group = 0;
	char *plain, *text = NULL, *reversed;
	size_t length, used = 0, before;

	if (asprintf(&plain, "%.*f", form->right_digits, amount) < 0)
		return NULL;
	before = strspn(plain, "0123456789");
	length = before;
	if (form->left_digits > 0 && length < (size_t)form->left_digits)
		length = (size_t)form->left_digits;
	/* Backwards, with a separator at most before each digit. */
	reversed = malloc(length * (strlen(separator) + 1) + 1);
	if (reversed) {
		for (size_t i = 0; i < length; i++) {
			bool filled = i >= before;

			if (group > 0 && group != CHAR_MAX &&
			    in_group == group && *separator) {
				for (size_t j = strlen(separator); j--;)
					reversed[used++] =
					    filled ? form->fill : separator[j];
				in_group = 0;
				if (grouping[1])
					group = *++grouping;
			}
			reversed[used++] =
			    filled ? form->fill : plain[before - 1 - i];
			in_group++;
		}
		for (size_t i = 0; i < used / 2; i++) {
			char c = reversed[i];

			reversed[i] = reversed[used - 1 - i];
			reversed[used - 1 - i] = c;
		}
		reversed[used] = '\0';
		if (asprintf(&text, "%s%s%s", reversed,
			form->right_digits ? point : "",
			form->right_digits
			    ? plain + before + strlen(locale->decimal_point)
			    : "") < 0)
			text = NULL;
	}
	free(reversed);
	free(plain);
	return text;
}

static struct convention convention_of(
    const struct lconv *l, bool negative, bool international)
{
	struct convention result;

	if (negative) {
		result.sign = *l->negative_sign ? l->negative_sign : "-";
		result.precedes =
		    international ? l->int_n_cs_precedes : l->n_cs_precedes;
		result.space =
		    international ? l->int_n_sep_by_space : l->n_sep_by_space;
		result.position =
		    international ? l->int_n_sign_posn : l->n_sign_posn;
	} else {
		result.sign = l->positive_sign;
		result.precedes =
		    international ? l->int_p_cs_precedes : l->p_cs_precedes;
		result.space =
		    international ? l->int_p_sep_by_space : l->p_sep_by_space;
		result.position =
		    international ? l->int_p_sign_posn : l->p_sign_posn;
	}
	result.precedes = value_or((char)result.precedes, 1);
	result.space = value_or((char)result.space, 0);
	result.position = value_or((char)result.position, 1);
	return result;
}

static char *amount_text(
    double amount, const struct form *form, const struct lconv *locale)
{
	bool negative = amount < 0;
	struct convention how =
	    convention_of(locale, negative, form->international);
	const char *currency = form->no_currency     ? ""
			       : form->international ? locale->int_curr_symbol
						     : locale->currency_symbol;
	char symbol[16];
	const char *open = "", *close = "", *gap;
	char *number, *text = NULL;
	int size;

	snprintf(symbol, sizeof(symbol), "%.*s", form->international ? 3 : 15,
	    currency);
	number = digits_of(negative ? -amount : amount, form, locale);
	if (!number)
		return NULL;
	gap = *symbol && how.space ? " " : "";
	if (form->parentheses || how.position == 0) {
		open = negative ? "(" : "";
		close = negative ? ")" : "";
		how.sign = "";
		how.position = 1;
	}
	/* Positions: 1 before all, 2 behind all, 3 before and 4 behind the
	 * symbol. */
	if (how.precedes)
		size = asprintf(&text, "%s%s%s%s%s%s%s%s", open,
		    how.position == 1 || how.position == 3 ? how.sign : "",
		    symbol, how.position == 4 ? how.sign : "", gap, number,
		    how.position == 2 ? how.sign : "", close);
	else
		size = asprintf(&text, "%s%s%s%s%s%s%s%s", open,
		    how.position == 1 ? how.sign : "", number, gap,
		    how.position == 3 ? how.sign : "", symbol,
		    how.position == 2 || how.position == 4 ? how.sign : "",
		    close);
	free(number);
	return size < 0 ? NULL : text;
}

static ssize_t format_money(
    char *result, size_t size, const char *format, va_list arguments)
{
	const struct lconv *locale = localeconv();
	size_t used = 0;

	while (*format) {
		struct form form = {.width = 0};
		char *text = NULL;
		char plain[2] = {*format, '\0'};
		const char *piece = plain;
		size_t length, width;

		if (*format != '%' || format[1] == '%') {
			format += *format == '%' ? 2 : 1;
		} else {
			format = parse(format + 1, &form, locale);
			if (!format) {
				errno = EINVAL;
				return -1;
			}
			text = amount_text(
			    va_arg(arguments, double), &form, locale);
			if (!text)
				return -1;
			piece = text;
		}
		length = strlen(piece);
		width =
		    (size_t)form.width > length ? (size_t)form.width : length;
		if (width >= size - used) {
			free(text);
			errno = E2BIG;
			return -1;
		}
		memset(result + used, ' ', width);
		memcpy(result + used + (form.left ? 0 : width - length), piece,
		    length);
		used += width;
		free(text);
	}
	if (used >= size) {
		errno = E2BIG;
		return -1;
	}
	result[used] = '\0';
	return (ssize_t)used;
}

ssize_t strfmon(
    char *restrict result, size_t size, const char *restrict format, ...)
{
	va_list arguments;
	ssize_t length;

	va_start(arguments, format);
	length = format_money(result, size, format, arguments);
	va_end(arguments);
	return length;
}

ssize_t strfmon_l(char *restrict result, size_t size, locale_t locale,
    const char *restrict format, ...)
{
	locale_t former = uselocale(locale);
	va_list arguments;
	ssize_t length;

	va_start(arguments, format);
	length = format_money(result, size, format, arguments);
	va_end(arguments);
	uselocale(former);
	return length;
}
