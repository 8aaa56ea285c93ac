/* SPDX-License-Identifier: Apache-2.0
 *
 * strnlen through memchr.
 */
#define _GNU_SOURCE
#include <string.h>

size_t strnlen(const char *text, size_t limit)
{
	const char *end = memchr(text, 0, limit);

	return end ? (size_t)(end - text) : limit;
}
