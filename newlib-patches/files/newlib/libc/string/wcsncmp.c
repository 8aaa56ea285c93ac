/* SPDX-License-Identifier: Apache-2.0
 *
 * wcsncmp. As in strcmp, blocks run up to the nearer end of both pages.
 */
#include <wchar.h>
#include "../machine/x86_64/sse2.h"

int wcsncmp(const wchar_t *left, const wchar_t *right, size_t limit)
{
	while (limit) {
		size_t room = to_page_end(left), other = to_page_end(right);

		room = (other < room ? other : room) / sizeof(wchar_t);
		if (limit < room)
			room = limit;
		/* A character that crosses the end of a page. */
		if (!room)
			room = 1;
		limit -= room;
		for (; room >= 4; room -= 4, left += 4, right += 4) {
			w4 block = *(const w4u *)left;

			if (bits((v16)((block == *(const w4u *)right) & (block != 0))) != 0xffff)
				break;
		}
		for (; room; room--, left++, right++) {
			if (*left != *right)
				return *left < *right ? -1 : 1;
			if (!*left)
				return 0;
		}
	}
	return 0;
}
