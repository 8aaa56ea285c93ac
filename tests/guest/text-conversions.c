/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers and characters as text: rounding, ends, errors; the corners of
 * printf and scanf; locales of threads; messages of errors.
 *
 * NATIVE
 * FLAGS: -D_GNU_SOURCE -Wno-format -Wno-format-extra-args
 */
#include <inttypes.h>
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <string.h>
#include <wchar.h>
#include "test.h"

static char text[5000];

#define prints(expected, ...)                                                  \
	do {                                                                   \
		check(snprintf(text, sizeof(text), __VA_ARGS__) ==             \
		      (int)strlen(expected));                                  \
		if (strcmp(text, expected))                                    \
			fprintf(stderr, "got %s\n", text);                     \
		check(strcmp(text, expected) == 0);                            \
	} while (0)

static void printing(void)
{
	wchar_t wide[40];

	prints("x 5 x", "%2$s %1$d %2$s", 5, "x");
	prints("   42|", "%2$*1$d|", 5, 42);
	prints("0.1 x 7", "%3$.1f %1$s %2$lld", "x", 7LL, 0.1);
	errno = ENOENT;
	prints("No such file or directory", "%m");
	prints("0x1.8p+1 0X1P-1 0x2p+0", "%a %A %.0a", 3.0, 0.5, 1.5);
	prints("0 2 2 4 1.5e+00", "%.0f %.0f %.0f %.0f %.1e", 0.5, 1.5, 2.5,
	    3.5, 1.5);
	prints("inf -INF   nan| 1.0", "%f %F %5g|% .1f", INFINITY, -INFINITY,
	    (double)NAN, 1.0);
	prints("0.1000000000000000055511151231257827021181583404541015625",
	    "%.55f", 0.1);
	prints("1.1897314953572317650e+4932", "%.19Le",
	    0xf.fffffffffffffffp+16380L);
	prints("-0012|0x00ff|+5|  007|12   |", "%05d|%#06x|%+d|%5.3d|%-5d|",
	    -12, 255, 5, 7, 12);
	prints("44 -31073 -1 7", "%hhd %hd %jd %zu", 300, 99999, (intmax_t)-1,
	    (size_t)7);
	check(setlocale(LC_ALL, "C.UTF-8"));
	prints("\xc3\xa9 \xe2\x82\xac"
	       "b \xe2\x82\xac",
	    "%lc %ls %.4ls", (wint_t)0xe9,
	    L"\u20ac"
	    "b",
	    L"\u20ac\u20ac");
	check(swprintf(wide, 40, L"%s %ls %c", "\xc3\xa9", L"x", '!') == 5);
	check(wcscmp(wide, L"\u00e9 x !") == 0);
	check(swprintf(wide, 3, L"%s", "abcdef") < 0);
	setlocale(LC_ALL, "C");
}

static void scanning(void)
{
	char a[20], b[20], *made = NULL;
	int i, j, end;
	float f;
	double d;
	long double l;
	wchar_t wide[20];

	check(sscanf("12 0x1f 077", "%d %i %i", &i, &j, &end) == 3);
	check(i == 12 && j == 31 && end == 63);
	check(sscanf("abc123", "%[a-c]%n%d", a, &end, &i) == 2);
	check(end == 3 && i == 123);
	check(sscanf("3 4", "%2$d %1$d", &i, &j) == 2 && i == 4 && j == 3);
	check(sscanf("alloc me", "%ms", &made) == 1 && !strcmp(made, "alloc"));
	free(made);
	check(sscanf("1.00000005960464477539062500001 1.5 0.1", "%f%lf%Lf", &f,
		  &d, &l) == 3);
	check(f == 0x1.000002p0f && d == 1.5 && l == 0.1L);
	check(sscanf("", "%d", &i) == EOF && sscanf("x", "%d", &i) == 0);
	check(sscanf("a,b", "%[^,],%s", a, b) == 2 && !strcmp(b, "b"));
	check(swscanf(L"0.1 7", L"%Lf %d", &l, &i) == 2 && l == 0.1L && i == 7);
	check(setlocale(LC_ALL, "C.UTF-8"));
	check(sscanf("\xc3\xa9t\xc3\xa9 x", "%ls", wide) == 1 &&
	      wcslen(wide) == 3);
	setlocale(LC_ALL, "C");
}

static void real(const char *number, double expected, size_t used, int error)
{
	char *end;
	double value;

	errno = 0;
	value = strtod(number, &end);
	check(isnan(expected) ? isnan(value) : value == expected);
	check((size_t)(end - number) == used);
	check(errno == error);
}

static void numbers(void)
{
	char *end;

	real("1.7976931348623158e308", 0x1.fffffffffffffp1023, 22, 0);
	real("1.7976931348623159e308", INFINITY, 22, ERANGE);
	check(signbit(strtod("-0x", NULL)) && signbit(strtof("-0xg", NULL)));
	real("2.4703282292062328e-324", 0x1p-1074, 23, ERANGE);
	real("2.4703282292062327e-324", 0, 23, ERANGE);
	real("0x1.fffffffffffff8p1023", INFINITY, 23, ERANGE);
	real("9007199254740993", 9007199254740992, 16, 0);
	real("1.00000000000000011102230246251565404236316680908203126",
	    0x1.0000000000001p0, 55, 0);
	real("0x", 0, 1, 0);
	real(" -.5e", -0.5, 4, 0);
	real("infinit", INFINITY, 3, 0);
	real("nan(1)", NAN, 6, 0);
	check(strtof("1.00000005960464477539", NULL) == 1.0f);
	check(strtof("1.00000005960464477539062500001", NULL) == 0x1.000002p0f);
	check(strtof("3.4028235677973365e38", NULL) == 0x1.fffffep127f);
	check(
	    wcstof(L"1.00000005960464477539062500001", NULL) == 0x1.000002p0f);
	check(strtold("0x", &end) == 0 && *end == 'x');
	check(strtold("0.1", NULL) == 0.1L);
	check(strtol("0xg", &end, 16) == 0 && *end == 'x');
	check(strtoull("0x", &end, 0) == 0 && *end == 'x');
	check(wcstol(L"0x1f", NULL, 0) == 31);
	errno = 0;
	check(strtoll("9223372036854775808", NULL, 10) == LLONG_MAX &&
	      errno == ERANGE);
	check(strtoull("-1", NULL, 10) == ULLONG_MAX);
}

static void characters(void)
{
	locale_t plain = newlocale(LC_ALL_MASK, "C", NULL), utf8, former;
	mbstate_t state = {0};
	wchar_t c;

	check(setlocale(LC_ALL, "C.UTF-8"));
	check(mbrtowc(&c, "\xed\xa0\x80", 3, &state) == (size_t)-1);
	check(errno == EILSEQ && wctomb(text, 0xd800) == -1);
	memset(&state, 0, sizeof(state));
	check(mbrtowc(&c, "\xe2\x82", 2, &state) == (size_t)-2);
	check(mbrtowc(&c, "\xac", 1, &state) == 1 && c == 0x20ac);
	utf8 = newlocale(LC_ALL_MASK, "C.UTF-8", NULL);
	check(plain && utf8);
	setlocale(LC_ALL, "C");
	former = uselocale(utf8);
	check(former == LC_GLOBAL_LOCALE && uselocale(NULL) == utf8);
	check(mbtowc(&c, "\xc3\xa9", 2) == 2 && c == 0xe9);
	check(uselocale(plain) == utf8 && mbtowc(&c, "\xc3\xa9", 2) != 2);
	check(uselocale(LC_GLOBAL_LOCALE) == plain);
	freelocale(utf8);
	check(!newlocale(LC_ALL_MASK, "no-such-locale", NULL));
}

static void messages(void)
{
	check(!strcmp(strerror(EAGAIN), "Resource temporarily unavailable"));
	check(!strcmp(strerror(ENAMETOOLONG), "File name too long"));
	check(!strcmp(strerror(0), "Success"));
	check(!strcmp(strerror(9999), "Unknown error 9999"));
}

int main(void)
{
	printing();
	scanning();
	numbers();
	characters();
	messages();
	return 0;
}
