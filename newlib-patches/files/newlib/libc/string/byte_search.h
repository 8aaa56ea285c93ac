/* SPDX-License-Identifier: Apache-2.0
 *
 * The search of memmem and of strcasestr, which say by FOLD(block) and
 * FOLD_BYTE(byte) what is the same. Places where the first and the last byte
 * fit are found sixteen at once and compared; when that costs more than it
 * should (a needle that nearly fits everywhere), the rest is searched in linear
 * time.
 */
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include "../machine/x86_64/sse2.h"

#define RETURN_TYPE void *
#define AVAILABLE(h, h_l, j, n_l) ((j) <= (h_l) - (n_l))
#define CANON_ELEMENT FOLD_BYTE
#include "str-two-way.h"

/* Bytes compared beyond eight for each place, before the search changes. */
#define PATIENCE 1024

/* How many bytes are the same from the first on. */
static size_t common(const unsigned char *left, const unsigned char *right, size_t size)
{
	size_t i = 0;

	for (; i + 16 <= size; i += 16) {
		unsigned same = bits(FOLD(loadu(left + i)) == FOLD(loadu(right + i)));

		if (same != 0xffff)
			return i + lowest(~same);
	}
	while (i < size && FOLD_BYTE(left[i]) == FOLD_BYTE(right[i]))
		i++;
	return i;
}

/* The first place of a needle that is not empty. */
static void *search(const void *haystack, size_t length, const void *needle, size_t size)
{
	const unsigned char *text = haystack, *wanted = needle;

	if (length < size)
		return NULL;

	const unsigned char head = FOLD_BYTE(wanted[0]), tail = FOLD_BYTE(wanted[size - 1]);
	const v16 first = spread(head), last = spread(tail);
	size_t places = length - size + 1, at = 0, compared = 0;

	for (; at + 16 <= places; at += 16) {
		unsigned found = bits((FOLD(loadu(text + at)) == first) &
				      (FOLD(loadu(text + at + size - 1)) == last));

		for (; found; found &= found - 1) {
			const unsigned char *place = text + at + lowest(found);
			size_t same = common(place, wanted, size);

			if (same == size)
				return (void *)place;
			compared += same;
		}
		if (compared > 8 * at + PATIENCE)
			return two_way_long_needle(text + at, length - at, wanted, size);
	}
	for (; at < places; at++)
		if (FOLD_BYTE(text[at]) == head && FOLD_BYTE(text[at + size - 1]) == tail &&
		    common(text + at, wanted, size) == size)
			return (void *)(text + at);
	return NULL;
}
