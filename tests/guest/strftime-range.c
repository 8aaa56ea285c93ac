/* SPDX-License-Identifier: Apache-2.0
 *
 * strftime and wcsftime of days and months that are none.
 *
 * NATIVE
 */
#include <limits.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "test.h"

int main(void)
{
	static const int none[] = {-1, 12, 13, 1000, INT_MAX, INT_MIN};
	char text[100];
	wchar_t wide[100] __attribute__((unused));

	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		struct tm when = {
		    .tm_mon = none[i], .tm_wday = none[i], .tm_mday = 1};

		check(strftime(text, sizeof(text), "%a|%A|%b|%B|%h", &when));
		check(!strcmp(text, "?|?|?|?|?"));
#ifdef __nacl__ /* glibc's refuses them */
		check(wcsftime(wide, 100, L"%a|%A|%b|%B|%h", &when));
		check(!wcscmp(wide, L"?|?|?|?|?"));
#endif
	}
	return 0;
}
