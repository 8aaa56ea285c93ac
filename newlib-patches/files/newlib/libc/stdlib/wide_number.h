/* SPDX-License-Identifier: Apache-2.0
 *
 * Wide floating-point text as bytes. Only plain characters and the locale's
 * radix can belong to a number, so what follows it is never looked at: it may
 * be long, or no text of this locale at all.
 */
#define _GNU_SOURCE
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
#include "../locale/setlocale.h"

struct wide_number {
	const wchar_t *begin; /* behind the white space */
	char *text; /* to be freed; NULL when there is no memory */
	const char *radix;
};

static struct wide_number wide_number(const wchar_t *text, locale_t loc)
{
	struct wide_number number = { .radix = __get_numeric_locale(loc)->decimal_point };
	size_t size = strlen(number.radix);
	mbstate_t state = { 0 };
	wchar_t radix = L'.';
	size_t count = 0, i;
	char *to;

	mbrtowc(&radix, number.radix, size, &state);
	while (iswspace_l(*text, loc))
		text++;
	number.begin = text;
	while (text[count] == radix || (text[count] > L' ' && text[count] < 0x80))
		count++;
	number.text = to = malloc(count * size + 1);
	for (i = 0; to && i < count; i++) {
		if (text[i] == radix)
			to = stpcpy(to, number.radix);
		else
			*to++ = (char)text[i];
	}
	if (to)
		*to = '\0';
	return number;
}

/* Frees the bytes; `end` is where in them the number ends. */
static void wide_number_end(struct wide_number *number, const char *end, const wchar_t *text,
			    wchar_t **wide_end)
{
	size_t length = number->text ? (size_t)(end - number->text) : 0;
	const char *radix = number->text ? strstr(number->text, number->radix) : NULL;

	/* The radix is one character, whatever its bytes. */
	if (length > 0 && radix && radix < end)
		length -= strlen(number->radix) - 1;
	if (wide_end)
		*wide_end = (wchar_t *)(length > 0 ? number->begin + length : text);
	free(number->text);
}
