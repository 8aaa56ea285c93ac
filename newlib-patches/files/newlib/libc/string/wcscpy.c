/* SPDX-License-Identifier: Apache-2.0
 *
 * wcscpy: its length, then whole blocks.
 */
#include <wchar.h>

wchar_t *wcscpy(wchar_t *restrict to, const wchar_t *restrict from)
{
	return wmemcpy(to, from, wcslen(from) + 1);
}
