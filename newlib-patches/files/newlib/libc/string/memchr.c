/* SPDX-License-Identifier: Apache-2.0
 *
 * memchr, 64 bytes a round once aligned.
 */
#include "../machine/x86_64/sse2.h"

void *memchr(const void *memory, int byte, size_t size)
{
	const char *at = block_of(memory);
	size_t skip = (uintptr_t)memory & 15;
	v16 wanted = spread(byte);
	unsigned found;
	size_t left;

	if (!size)
		return NULL;
	found = bits(load(at) == wanted) >> skip;
	if (found)
		return lowest(found) < size ? (char *)memory + lowest(found)
					    : NULL;
	if (size <= 16 - skip)
		return NULL;
	left = size - (16 - skip);
	at += 16;
	/* Whole lines only when aligned to them: the object may end at the
	 * match even if the size says more. */
	for (; left >= 64; left -= 16, at += 16) {
		if ((uintptr_t)at & 63) {
			found = bits(load(at) == wanted);
			if (found)
				return (char *)at + lowest(found);
			continue;
		}
		for (; left >= 64; left -= 64, at += 64) {
			v16 a = load(at) == wanted;
			v16 b = load(at + 16) == wanted;
			v16 c = load(at + 32) == wanted;
			v16 d = load(at + 48) == wanted;

			if (bits((a | b) | (c | d)))
				goto close;
		}
		break;
	}
close:
	for (; left; left -= left < 16 ? left : 16, at += 16) {
		found = bits(load(at) == wanted);
		if (found)
			return lowest(found) < left ? (char *)at + lowest(found)
						    : NULL;
	}
	return NULL;
}
