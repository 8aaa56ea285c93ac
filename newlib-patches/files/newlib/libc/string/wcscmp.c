/* SPDX-License-Identifier: Apache-2.0
 *
 * wcscmp through wcsncmp.
 */
#include <wchar.h>

int wcscmp(const wchar_t *left, const wchar_t *right)
{
	return wcsncmp(left, right, (size_t)-1);
}
