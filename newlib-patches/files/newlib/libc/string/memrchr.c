/* SPDX-License-Identifier: Apache-2.0
 *
 * memrchr: from the end, 64 bytes a round while so many are left.
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
		while (at - start >= 64) {
			v16 a = load(at - 16) == wanted;
			v16 b = load(at - 32) == wanted;
			v16 c = load(at - 48) == wanted;
			v16 d = load(at - 64) == wanted;

			if (bits((a | b) | (c | d)))
				break;
			at -= 64;
		}
		if (at <= start)
			return NULL;
		at -= 16;
		found = bits(load(at) == wanted);
	}
	at += highest(found);
	return at >= start ? (char *)at : NULL;
}
