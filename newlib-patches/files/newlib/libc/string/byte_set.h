/* SPDX-License-Identifier: Apache-2.0
 *
 * Sets of bytes, asked for sixteen bytes at once. A byte's lower four bits
 * choose an entry of `low` or, from 128 on, of `high`; the three bits above
 * them a bit of it.
 */
#include "../machine/x86_64/sse2.h"

struct byte_set {
	unsigned char low[16], high[16];
} __attribute__((aligned(16)));

static inline void add(struct byte_set *set, unsigned char byte)
{
	unsigned char *half = byte < 128 ? set->low : set->high;

	half[byte & 15] |= 1 << (byte >> 4 & 7);
}

typedef unsigned short u8x16 __attribute__((vector_size(16), may_alias));

/* One bit for each byte that is in the set. pshufb gives zero for an index
 * with the top bit set. */
static inline unsigned members(v16 bytes, v16 low, v16 high)
{
	const v16 bit = {1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128};
	v16 entry = __builtin_ia32_pshufb128(low, bytes) |
		    __builtin_ia32_pshufb128(high, bytes ^ spread(128));
	v16 wanted = __builtin_ia32_pshufb128(
	    bit, (v16)((u8x16)bytes >> 4) & spread(15));

	return bits((entry & wanted) == wanted);
}

/* How many bytes precede the first one that is in the set, or is not in it
 * where `inverted` is 0xffff. There has to be one. */
static inline size_t bytes_before(
    const char *text, const struct byte_set *set, unsigned inverted)
{
	const char *at = block_of(text);
	size_t skip = (uintptr_t)text & 15;
	v16 low = load(set->low), high = load(set->high);
	unsigned found = (members(load(at), low, high) ^ inverted) >> skip << skip;

	while (!found) {
		at += 16;
		found = members(load(at), low, high) ^ inverted;
	}
	return (size_t)(at + lowest(found) - text);
}
