/* SPDX-License-Identifier: Apache-2.0
 *
 * stpcpy in one pass: source blocks are read aligned, so never beyond the
 * page of the terminating zero, and stored where they belong. ISO C leaves the
 * name stpcpy to the program, so strcpy calls this by its reserved name.
 */
#define _GNU_SOURCE
#include "../machine/x86_64/sse2.h"

char *__stpcpy(char *restrict to, const char *restrict from)
{
	const char *at = block_of(from);
	unsigned found = zeros(load(at)) >> ((uintptr_t)from & 15);
	size_t length;

	if (found) {
		length = lowest(found);
		memcpy(to, from, length + 1);
		return to + length;
	}
	at += 16;
	found = zeros(load(at));
	if (found) {
		length = (size_t)(at - from) + lowest(found);
		memcpy(to, from, length + 1);
		return to + length;
	}

	/* At least 16 bytes before the end: they, then whole blocks. */
	storeu(to, loadu(from));
	for (;;) {
		v16 value = load(at);

		found = zeros(value);
		if (found)
			break;
		storeu(to + (at - from), value);
		at += 16;
	}
	/* The 16 bytes that end with the zero; some are there already. */
	at += lowest(found);
	storeu(to + (at - 15 - from), loadu(at - 15));
	return to + (at - from);
}

char *stpcpy(char *restrict, const char *restrict)
    __attribute__((weak, alias("__stpcpy")));
