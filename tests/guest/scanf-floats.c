/* SPDX-License-Identifier: Apache-2.0
 *
 * Floats read from streams, narrow and wide: what was read before a failure
 * stays read, hexadecimal numbers, the end of wide numbers.
 *
 * NATIVE
 */
#include <math.h>
#include <string.h>
#include <wchar.h>
#include "test.h"

static void left_over(const char *text, int rest)
{
	FILE *stream = fmemopen((char *)text, strlen(text), "r");
	double value;

	check(stream && fscanf(stream, "%lf", &value) == 0);
	check(fgetc(stream) == rest);
	fclose(stream);
}

int main(void)
{
	wchar_t *end;
	double value = 0;
	char *stop;
	float narrow;
	long double wide;
	wchar_t next;

	left_over("+.e", 'e');
#ifndef __GLIBC__ /* which reads one character too many */
	left_over("nax", 'x');
	left_over("+ix", 'x');
	left_over("0xg", 'g');
#endif
	check(sscanf("0x1.8p3z", "%la", &value) == 1 && value == 12);
	check(swscanf(L"0x1.8p3", L"%la", &value) == 1 && value == 12);
	check(swscanf(L"-0xAbC.dz", L"%a", &narrow) == 1 &&
	      narrow == -2748.8125f);
	check(swscanf(L"0x.001p12 x", L"%La %lc", &wide, &next) == 2 &&
	      wide == 1 && next == L'x');
	check(swscanf(L"-INFinity", L"%lf", &value) == 1 && isinf(value) &&
	      value < 0);
	check(swscanf(L"1e5", L"%lf", &value) == 1 && value == 1e5);

	check(sscanf("1 \t%2", "%lf%%%lf", &value, &value) == 2 && value == 2);
	check(swscanf(L"1 %2", L"%lf%%%lf", &value, &value) == 2 && value == 2);
	check(swscanf(L"ab", L"ax%lf", &value) == 0);

	check(wcstod(L" 0x1p-2\u20ac", &end) == 0.25 && *end == L'\u20ac');
	check(wcstod(L"  x", &end) == 0 && *end == L' ');
	check(wcstof(L"\t1.5e", &end) == 1.5f && *end == L'e');
	check(wcstold(L"0x1.8p1\xff", &end) == 3 && *end == 0xff);

	errno = 0;
	check(strtod("0x1p-1050", &stop) == 0x1p-1050 && errno == 0);
	check(strtod("0x1.123456789abcdp-1050", &stop) > 0 && errno == ERANGE);
	return 0;
}
