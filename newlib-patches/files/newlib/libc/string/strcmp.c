/* SPDX-License-Identifier: Apache-2.0
 *
 * strcmp. The strings need not be aligned to each other, so loads are
 * unaligned, and a load may not touch a page that the string does not reach:
 * blocks run up to the nearer of both page ends, then bytes cross it.
 */
#include "../machine/x86_64/sse2.h"

int strcmp(const char *left, const char *right)
{
	const unsigned char *a = (const unsigned char *)left;
	const unsigned char *b = (const unsigned char *)right;

	for (;;) {
		size_t room = to_page_end(a), other = to_page_end(b);
		unsigned found;

		if (other < room)
			room = other;
		for (; room >= 64; room -= 64, a += 64, b += 64) {
			if (stops_in_64(a, b)) {
				while (!(found = stops_in_16(a, b)))
					a += 16, b += 16;
				goto decide;
			}
		}
		for (; room >= 16; room -= 16, a += 16, b += 16) {
			found = stops_in_16(a, b);
			if (found)
				goto decide;
		}
		for (; room; room--, a++, b++) {
			if (*a != *b || !*a)
				return *a - *b;
		}
		continue;
	decide:
		found = lowest(found);
		return a[found] - b[found];
	}
}
