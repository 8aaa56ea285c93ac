/* SPDX-License-Identifier: Apache-2.0
 *
 * strtok_r at the end of its string, columns of code points without a
 * character.
 *
 * NATIVE
 * FLAGS: -D_GNU_SOURCE
 */
#include <locale.h>
#include <string.h>
#include <wchar.h>
#include "test.h"

int main(void)
{
	char text[] = "a,b";
	char *state;

	check(strcmp(strtok_r(text, ",", &state), "a") == 0);
	check(strcmp(strtok_r(NULL, ",", &state), "b") == 0);
	check(state == text + 3);
	check(!strtok_r(NULL, ",", &state) && state == text + 3);
	check(!strtok_r(NULL, "b", &state));

	check(setlocale(LC_ALL, "C.UTF-8"));
	check(
	    wcwidth(L'a') == 1 && wcwidth(0x4e00) == 2 && wcwidth(0x301) == 0);
	check(wcwidth(0) == 0 && wcwidth(7) == -1);
	check(wcwidth(0x378) == -1 && wcwidth(0x10ffff) == -1);
	check(wcwidth(0xe9) == 1 && wcwidth(0x20ac) == 1);
	return 0;
}
