/* SPDX-License-Identifier: Apache-2.0
 *
 * strchrnul, 64 bytes a round once aligned. A byte is of interest when it, or
 * it xor the one wanted, is zero: the smaller of both. ISO C leaves the name
 * strchrnul to the program, so strchr calls this by its reserved name.
 */
#define _GNU_SOURCE
#include "../machine/x86_64/sse2.h"

static inline v16 interest(const char *at, v16 wanted)
{
	v16 value = load(at);

	return smaller(value ^ wanted, value);
}

char *__strchrnul(const char *text, int byte)
{
	const char *at = block_of(text);
	size_t skip = (uintptr_t)text & 15;
	v16 wanted = spread(byte);
	unsigned found = zeros(interest(at, wanted)) >> skip << skip;

	if (found)
		return (char *)at + lowest(found);
	for (at += 16; (uintptr_t)at & 63; at += 16) {
		found = zeros(interest(at, wanted));
		if (found)
			return (char *)at + lowest(found);
	}
	while (!zeros(
	    smaller(smaller(interest(at, wanted), interest(at + 16, wanted)),
		smaller(interest(at + 32, wanted), interest(at + 48, wanted)))))
		at += 64;
	while (!(found = zeros(interest(at, wanted))))
		at += 16;
	return (char *)at + lowest(found);
}

char *strchrnul(const char *, int)
    __attribute__((weak, alias("__strchrnul")));
