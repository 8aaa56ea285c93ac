/* SPDX-License-Identifier: Apache-2.0
 *
 * strncpy: the string, and zeros up to the limit.
 */
#define _GNU_SOURCE
#include <string.h>

char *strncpy(char *restrict to, const char *restrict from, size_t limit)
{
	const char *end = memchr(from, 0, limit);
	size_t length = end ? (size_t)(end - from) : limit;

	memcpy(to, from, length);
	memset(to + length, 0, limit - length);
	return to;
}
