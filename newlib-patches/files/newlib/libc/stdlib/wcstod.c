/* SPDX-License-Identifier: Apache-2.0 */
#include "wide_number.h"
#include <reent.h>
#include "mprec.h"

double _wcstod_l(struct _reent *reent, const wchar_t *text, wchar_t **end, locale_t loc)
{
	struct wide_number number = wide_number(text, loc);
	double value = 0;
	char *stop = NULL;

	if (number.text)
		value = _strtod_l(reent, number.text, &stop, loc);
	wide_number_end(&number, stop, text, end);
	return value;
}

double _wcstod_r(struct _reent *reent, const wchar_t *text, wchar_t **end)
{
	return _wcstod_l(reent, text, end, __get_current_locale());
}

double wcstod_l(const wchar_t *restrict text, wchar_t **restrict end, locale_t loc)
{
	return _wcstod_l(_REENT, text, end, loc);
}

double wcstod(const wchar_t *restrict text, wchar_t **restrict end)
{
	return _wcstod_l(_REENT, text, end, __get_current_locale());
}

float wcstof_l(const wchar_t *restrict text, wchar_t **restrict end, locale_t loc)
{
	struct wide_number number = wide_number(text, loc);
	float value = 0;
	char *stop = NULL;

	if (number.text)
		value = strtof_l(number.text, &stop, loc);
	wide_number_end(&number, stop, text, end);
	return value;
}

float wcstof(const wchar_t *restrict text, wchar_t **restrict end)
{
	return wcstof_l(text, end, __get_current_locale());
}

float _wcstof_r(struct _reent *reent, const wchar_t *text, wchar_t **end)
{
	(void)reent;
	return wcstof(text, end);
}
