/* SPDX-License-Identifier: Apache-2.0
 *
 * strncmp: as strcmp, with a limit.
 */
#include "../machine/x86_64/sse2.h"

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
			if (stops_in_64(a, b))
				break;
		}
		for (; room >= 16; room -= 16, a += 16, b += 16) {
			unsigned found = stops_in_16(a, b);

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
