/* SPDX-License-Identifier: Apache-2.0
 *
 * memmem. Places where the first and the last byte fit are found sixteen at
 * once and compared; when that costs more than it should (a needle that nearly
 * fits everywhere), the rest is searched in linear time.
 */
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include "../machine/x86_64/sse2.h"

#define RETURN_TYPE void *
#define AVAILABLE(h, h_l, j, n_l) ((j) <= (h_l) - (n_l))
#include "str-two-way.h"

/* Bytes compared beyond eight for each place, before the search changes. */
#define PATIENCE 1024

/* How many bytes are the same from the first on. */
static size_t common(const char *left, const char *right, size_t size)
{
	size_t i = 0;

	for (; i + 16 <= size; i += 16) {
		unsigned same = bits(loadu(left + i) == loadu(right + i));

		if (same != 0xffff)
			return i + lowest(~same);
	}
	while (i < size && left[i] == right[i])
		i++;
	return i;
}

void *memmem(const void *haystack, size_t haystack_size, const void *needle, size_t size)
{
	const char *text = haystack, *wanted = needle;

	if (size == 0)
		return (void *)text;
	if (size == 1)
		return memchr(text, *wanted, haystack_size);
	if (haystack_size < size)
		return NULL;

	const v16 first = spread(wanted[0]), last = spread(wanted[size - 1]);
	size_t places = haystack_size - size + 1, at = 0, compared = 0;

	for (; at + 16 <= places; at += 16) {
		unsigned found = bits((loadu(text + at) == first) &
				      (loadu(text + at + size - 1) == last));

		for (; found; found &= found - 1) {
			const char *place = text + at + lowest(found);
			size_t same = common(place, wanted, size);

			if (same == size)
				return (void *)place;
			compared += same;
		}
		if (compared > 8 * at + PATIENCE)
			return two_way_long_needle((const unsigned char *)text + at,
			    haystack_size - at, needle, size);
	}
	for (; at < places; at++)
		if (text[at] == wanted[0] && text[at + size - 1] == wanted[size - 1] &&
		    common(text + at, wanted, size) == size)
			return (void *)(text + at);
	return NULL;
}
