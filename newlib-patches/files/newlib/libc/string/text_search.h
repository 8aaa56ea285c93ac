/* SPDX-License-Identifier: Apache-2.0
 *
 * A search in memory, made one in a string: over the part of the text whose
 * length is known, which grows as the search goes on, so that an early match is
 * found early.
 */
#include <string.h>

#define FIRST_PART   256
#define LARGEST_PART 65536

static inline char *search_text(const char *text, const char *wanted, size_t size,
    void *(*search)(const void *text, size_t length, const void *wanted, size_t size))
{
	size_t known = 0, part = FIRST_PART;

	for (;;) {
		size_t more = part > size ? part : size;
		size_t length = strnlen(text + known, more);
		char *found = search(text, known + length, wanted, size);

		if (found || length < more)
			return found;
		/* The last places have no room for the text wanted. */
		text += known + length - (size - 1);
		known = size - 1;
		if (part < LARGEST_PART)
			part *= 2;
	}
}
