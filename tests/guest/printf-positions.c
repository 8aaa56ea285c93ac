/* SPDX-License-Identifier: Apache-2.0
 *
 * Positional arguments with flags, widths and precisions, narrow and wide;
 * fwrite of objects of no size.
 *
 * NATIVE
 */
#include <string.h>
#include <wchar.h>
#include "test.h"

#define PRINTS(expected, ...)                                                  \
	do {                                                                   \
		char narrow[100];                                              \
                                                                               \
		check(snprintf(narrow, sizeof(narrow), __VA_ARGS__) ==         \
		      strlen(expected));                                       \
		check(strcmp(narrow, expected) == 0);                          \
	} while (0)

int main(void)
{
	wchar_t wide[100];

	PRINTS("1.50 a", "%2$.2f %1$s", "a", 1.5);
	PRINTS("  a|+2.5", "%1$*3$s|%2$+g", "a", 2.5, 3);
	PRINTS("       7.500000      8", "%1$*3$f %2$*4$hi", 7.5, 8, 15, 6);
	PRINTS("      41       4.500000 1 2", "%3$*5$lo %4$*6$f %1$d %2$d", 1,
	    2, 33L, 4.5, 8, 14);
	PRINTS("3.14 00005 5", "%2$.*3$f %1$05d %1$d", 5, 3.14159, 2);
	PRINTS("-9 1099511627776", "%2$-2d %1$lld", 1LL << 40, -9);
	PRINTS("2.50000 x", "%3$*1$.*2$Lf %4$c", 0, 5, 2.5L, 'x');
	check(swprintf(wide, 100, L"%2$.2f %1$5ls", L"a", 1.5) == 10);
	check(wcscmp(wide, L"1.50     a") == 0);
	check(fwrite("abc", 0, 5, stdout) == 0 &&
	      fwrite("abc", 5, 0, stdout) == 0);
	return 0;
}
