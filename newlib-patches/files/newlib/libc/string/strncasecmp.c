/* SPDX-License-Identifier: Apache-2.0
 *
 * strncasecmp. Blocks that are equal but for the case of ASCII letters are
 * passed; of any other, each byte is looked at through the locale's tolower.
 * As in strcmp, blocks run up to the nearer end of both pages.
 */
#include <ctype.h>
#include <strings.h>
#include "../machine/x86_64/sse2.h"

static inline unsigned stops(const unsigned char *a, const unsigned char *b)
{
	v16 x = loadu(a);

	return zeros(smaller(x, small(x) == small(loadu(b))));
}

/* Whether the first `count` bytes decide; *result then. */
static int decide(
    const unsigned char *a, const unsigned char *b, size_t count, int *result)
{
	for (size_t i = 0; i < count; i++) {
		*result = tolower(a[i]) - tolower(b[i]);
		if (*result || !a[i])
			return 1;
	}
	return 0;
}

int strncasecmp(const char *left, const char *right, size_t limit)
{
	const unsigned char *a = (const unsigned char *)left;
	const unsigned char *b = (const unsigned char *)right;
	int result = 0;

	while (limit) {
		size_t room = to_page_end(a), other = to_page_end(b);

		if (other < room)
			room = other;
		if (limit < room)
			room = limit;
		limit -= room;
		for (; room >= 16; room -= 16, a += 16, b += 16)
			if (stops(a, b) && decide(a, b, 16, &result))
				return result;
		if (decide(a, b, room, &result))
			return result;
		a += room, b += room;
	}
	return 0;
}
