/* SPDX-License-Identifier: Apache-2.0
 *
 * strstr: memmem over the part of the text whose length is known, which grows
 * as the search goes on, so that an early match is found early.
 */
#include <string.h>

#define FIRST_PART 256
#define LARGEST_PART 65536

char *strstr(const char *text, const char *wanted)
{
	size_t size = strlen(wanted), known = 0, part = FIRST_PART;

	if (size == 0)
		return (char *)text;
	if (size == 1)
		return strchr(text, *wanted);
	for (;;) {
		size_t more = part > size ? part : size;
		size_t length = strnlen(text + known, more);
		char *found = memmem(text, known + length, wanted, size);

		if (found || length < more)
			return found;
		/* The last places have no room for the text wanted. */
		text += known + length - (size - 1);
		known = size - 1;
		if (part < LARGEST_PART)
			part *= 2;
	}
}
