/* SPDX-License-Identifier: Apache-2.0
 *
 * memrchr: the last one, block by block from the end.
 */
#define _GNU_SOURCE
#include "../machine/x86_64/sse2.h"

void *memrchr(const void *memory, int byte, size_t size)
{
	const char *start = memory, *last = start + size - 1, *at;
	v16 wanted = spread(byte);
	unsigned found;

	if (!size)
		return NULL;
	at = block_of(last);
	found = bits(load(at) == wanted) &
		(0xffffu >> (15 - ((uintptr_t)last & 15)));
	while (!found) {
		if (at <= start)
			return NULL;
		at -= 16;
		found = bits(load(at) == wanted);
	}
	at += highest(found);
	return at >= start ? (char *)at : NULL;
}
