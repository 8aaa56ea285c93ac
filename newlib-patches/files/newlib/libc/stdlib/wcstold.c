/* SPDX-License-Identifier: Apache-2.0 */
#include "wide_number.h"

long double wcstold_l(const wchar_t *restrict text, wchar_t **restrict end, locale_t loc)
{
	struct wide_number number = wide_number(text, loc);
	long double value = 0;
	char *stop = NULL;

	if (number.text)
		value = strtold_l(number.text, &stop, loc);
	wide_number_end(&number, stop, text, end);
	return value;
}

long double wcstold(const wchar_t *restrict text, wchar_t **restrict end)
{
	return wcstold_l(text, end, __get_current_locale());
}
