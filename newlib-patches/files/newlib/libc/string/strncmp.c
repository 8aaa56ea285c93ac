/* SPDX-License-Identifier: Apache-2.0
 *
 * strncmp: as strcmp, with a limit.
 */
#include "../machine/x86_64/sse2.h"

#define PAGE 4096u

static inline size_t to_page_end(const void *at)
{
	return PAGE - ((uintptr_t)at & (PAGE - 1));
}

/* Bits where the strings differ or end. */
static inline unsigned stops(const unsigned char *a, const unsigned char *b)
{
	v16 x = loadu(a);

	return zeros(smaller(x, x == loadu(b)));
}

int strncmp(const char *left, const char *right, size_t limit)
{
	const unsigned char *a = (const unsigned char *)left;
	const unsigned char *b = (const unsigned char *)right;

	while (limit) {
		size_t room = to_page_end(a), other = to_page_end(b);

		if (other < room)
			room = other;
		if (limit < room)
			room = limit;
		limit -= room;
		for (; room >= 64; room -= 64, a += 64, b += 64) {
			v16 x = loadu(a), y = loadu(a + 16);
			v16 z = loadu(a + 32), w = loadu(a + 48);

			x = smaller(x, x == loadu(b));
			y = smaller(y, y == loadu(b + 16));
			z = smaller(z, z == loadu(b + 32));
			w = smaller(w, w == loadu(b + 48));
			if (zeros(smaller(smaller(x, y), smaller(z, w))))
				break;
		}
		for (; room >= 16; room -= 16, a += 16, b += 16) {
			unsigned found = stops(a, b);

			if (found) {
				found = lowest(found);
				return a[found] - b[found];
			}
		}
		for (; room; room--, a++, b++) {
			if (*a != *b || !*a)
				return *a - *b;
		}
	}
	return 0;
}
