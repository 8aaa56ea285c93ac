/* SPDX-License-Identifier: Apache-2.0
 *
 * mempcpy: memcpy that returns the end.
 */
#define _GNU_SOURCE
#include <string.h>

void *mempcpy(void *restrict to, const void *restrict from, size_t size)
{
	return (char *)memcpy(to, from, size) + size;
}
