/* SPDX-License-Identifier: Apache-2.0
 *
 * wcsnlen through wmemchr.
 */
#include <wchar.h>

size_t wcsnlen(const wchar_t *text, size_t limit)
{
	const wchar_t *end = wmemchr(text, 0, limit);

	return end ? (size_t)(end - text) : limit;
}
