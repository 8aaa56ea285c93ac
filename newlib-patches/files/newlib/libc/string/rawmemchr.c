/* SPDX-License-Identifier: Apache-2.0
 *
 * rawmemchr: memchr in memory that is known to hold the byte.
 */
#define _GNU_SOURCE
#include "../machine/x86_64/sse2.h"

void *rawmemchr(const void *memory, int byte)
{
	const char *at = block_of(memory);
	size_t skip = (uintptr_t)memory & 15;
	v16 wanted = spread(byte);
	unsigned found = bits(load(at) == wanted) >> skip << skip;

	while (!found) {
		at += 16;
		found = bits(load(at) == wanted);
	}
	return (char *)at + lowest(found);
}
