/* SPDX-License-Identifier: Apache-2.0
 *
 * printf where counts grow: many positions, widths and lengths no int holds,
 * long wide strings; texts that are no characters; conversions that are none.
 *
 * NATIVE
 * FLAGS: -Wno-format -Wno-format-truncation -Wno-format-extra-args
 */
#include <limits.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>
#include "test.h"

static char narrow[300];
static wchar_t wide[300];

#define PRINTS(expected, ...)                                                  \
	do {                                                                   \
		int expected_length = (int)strlen(expected);                   \
                                                                               \
		check(snprintf(narrow, sizeof(narrow), __VA_ARGS__) ==         \
		      expected_length);                                        \
		check(strcmp(narrow, expected) == 0);                          \
	} while (0)

static void many_positions(void)
{
	PRINTS("   12345  1234    11145401322     321.765432   3.217654e+02   5"
	       "    test-string",
	    "%1$*5$d %2$*6$hi %3$*7$lo %4$*8$f %9$*12$e %10$*13$g %11$*14$s",
	    12345, 1234, 1234567890, 321.765432, 8, 5, 14, 14, 321.7654321, 5.0,
	    "test-string", 14, 3, 14);
	PRINTS("3 l k 1", "%3$d %40$c %39$c %1$d", 1, 2, 3, 4, 5, 6, 7, 8, 9,
	    10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
	    27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 'k', 'l');
	check(swprintf(wide, 300, L"%2$*3$d|%1$-5ls|%2$.*4$d", L"w", 7, 4, 3) ==
	      14);
	check(wcscmp(wide, L"   7|w    |007") == 0);
}

static void no_int_holds(void)
{
	check_error(snprintf(narrow, 10, "%2147483648d", 1), EOVERFLOW);
	check_error(snprintf(narrow, 10, "%.99999999999d", 1), EOVERFLOW);
#ifdef __nacl__ /* The host's library makes all of it first, in seconds. */
	check_error(snprintf(narrow, 10, "x%2147483647d", 1), EOVERFLOW);
	check(snprintf(narrow, 10, "%2147483647d", 1) == INT_MAX);
#endif
	check_error(snprintf(narrow, 10, "%*d", INT_MIN, 1), EOVERFLOW);
	check_error(swprintf(wide, 10, L"%2147483648d", 1), EOVERFLOW);
	check(snprintf(narrow, 10, "%9999999d", 1) == 9999999);
	check(strcmp(narrow, "         ") == 0);
	check(snprintf(NULL, 0, "%.100000f", 0.5) == 100002);
}

static void long_strings(void)
{
	static char bytes[70001];
	static wchar_t characters[70001], copy[70001];

	memset(bytes, 'a', 70000);
	wmemset(characters, L'b', 70000);
	check(snprintf(NULL, 0, "%ls", characters) == 70000);
	check(snprintf(NULL, 0, "%.50000ls", characters) == 50000);
	check(swprintf(copy, 70001, L"%.60000s", bytes) == 60000);
	check(copy[59999] == 'a' && copy[60000] == 0);
	/* A precision is all that ends this text. */
	bytes[3] = (char)0xff;
	check(swprintf(copy, 70001, L"%.3s", bytes) == 3);
	check(setlocale(LC_ALL, "C.UTF-8"));
	check_error(swprintf(copy, 70001, L"%.60000s", bytes), EILSEQ);
}

static void no_characters(void)
{
	const wchar_t none[] = {L'a', (wchar_t)0x80000000, 0};

	check_error(snprintf(narrow, 300, "%lc", (wint_t)none[1]), EILSEQ);
	check_error(snprintf(narrow, 300, "%ls", none), EILSEQ);
	check(swprintf(wide, 300, L"%c", 0xff) == -1);
	PRINTS("\303\244|   \303\244|", "%.3ls|%5.2ls|", L"\u00e4\u20ac",
	    L"\u00e4");
	check(swprintf(wide, 300, L"%3.1s|", "\303\244\303\266") == 4);
	check(wcscmp(wide, L"  \u00e4|") == 0);
}

static void counts(void)
{
	signed char tiny[2] = {0, 1};
	short small = 0;
	long long large = 0;
	int length = 0;

	PRINTS("abc", "a%hhnb%hnc%n%lln", tiny, &small, &length, &large);
	check(tiny[0] == 1 && tiny[1] == 1 && small == 2);
	check(length == 3 && large == 3);
}

int main(void)
{
	char format[] = "%";

	many_positions();
	no_int_holds();
	long_strings();
	counts();
	PRINTS("1011 0b1011 00000101", "%b %#b %08b", 11, 11, 5);
	PRINTS("100%", "%d%%", 100);
	check_error(snprintf(narrow, 10, format), EINVAL);
	no_characters();
	return 0;
}
