/* SPDX-License-Identifier: Apache-2.0
 *
 * strrchr: forward, the last match is remembered. Lines of 64 bytes that hold
 * neither the byte nor the end are passed over whole.
 */
#include "../machine/x86_64/sse2.h"

static inline v16 interest(const char *at, v16 wanted)
{
	v16 value = load(at);

	return smaller(value ^ wanted, value);
}

char *strrchr(const char *text, int byte)
{
	const char *at = block_of(text), *last = NULL;
	size_t skip = (uintptr_t)text & 15;
	v16 wanted = spread(byte);
	unsigned valid = 0xffffu >> skip << skip;

	for (;;) {
		v16 value = load(at);
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
		if ((uintptr_t)at & 63)
			continue;
		while (!zeros(smaller(
		    smaller(interest(at, wanted), interest(at + 16, wanted)),
		    smaller(
			interest(at + 32, wanted), interest(at + 48, wanted)))))
			at += 64;
	}
}
