/* SPDX-License-Identifier: Apache-2.0
 *
 * strrchr: forward block by block, the last match is remembered.
 */
#include "../machine/x86_64/sse2.h"

char *strrchr(const char *text, int byte)
{
	const char *at = block_of(text), *last = NULL;
	size_t skip = (uintptr_t)text & 15;
	v16 wanted = spread(byte), value = load(at);
	unsigned valid = 0xffffu >> skip << skip;

	for (;;) {
		unsigned end = zeros(value) & valid;
		unsigned found = bits(value == wanted) & valid;

		if (end)
			found &= end ^ (end - 1); /* up to the end, with it */
		if (found)
			last = at + highest(found);
		if (end)
			return (char *)last;
		valid = 0xffffu;
		at += 16;
		value = load(at);
	}
}
