/* SPDX-License-Identifier: Apache-2.0
 *
 * memcmp: 64 bytes a round, the last block overlaps the one before.
 */
#include "../machine/x86_64/sse2.h"

static inline int order(
    const unsigned char *a, const unsigned char *b, unsigned equal)
{
	unsigned at = lowest(~equal);

	return a[at] - b[at];
}

static inline unsigned equal16(const unsigned char *a, const unsigned char *b)
{
	return bits(loadu(a) == loadu(b));
}

typedef uint64_t word __attribute__((may_alias, aligned(1)));
typedef uint32_t half __attribute__((may_alias, aligned(1)));

static inline int order64(uint64_t a, uint64_t b)
{
	a = __builtin_bswap64(a);
	b = __builtin_bswap64(b);
	return (a > b) - (a < b);
}

static inline int below16(
    const unsigned char *a, const unsigned char *b, size_t size)
{
	if (size >= 8) {
		uint64_t x = *(const word *)a, y = *(const word *)b;

		if (x == y) {
			x = *(const word *)(a + size - 8);
			y = *(const word *)(b + size - 8);
		}
		return order64(x, y);
	}
	if (size >= 4) {
		uint32_t x = *(const half *)a, y = *(const half *)b;

		if (x == y) {
			x = *(const half *)(a + size - 4);
			y = *(const half *)(b + size - 4);
		}
		x = __builtin_bswap32(x);
		y = __builtin_bswap32(y);
		return (x > y) - (x < y);
	}
	for (size_t i = 0; i < size; i++) {
		if (a[i] != b[i])
			return a[i] - b[i];
	}
	return 0;
}

int memcmp(const void *left, const void *right, size_t size)
{
	const unsigned char *a = left, *b = right;
	unsigned equal;

	if (size < 16)
		return below16(a, b, size);
	equal = equal16(a, b);
	if (equal != 0xffff)
		return order(a, b, equal);
	if (size >= 64) {
		/* One of both sides aligned saves its loads. */
		size_t step = 16 - ((uintptr_t)a & 15);

		a += step, b += step, size -= step;
	}
	for (; size >= 64; size -= 64, a += 64, b += 64) {
		v16 x = load(a) == loadu(b);
		v16 y = load(a + 16) == loadu(b + 16);
		v16 z = load(a + 32) == loadu(b + 32);
		v16 w = load(a + 48) == loadu(b + 48);

		if (bits((x & y) & (z & w)) != 0xffff) {
			while ((equal = equal16(a, b)) == 0xffff)
				a += 16, b += 16;
			return order(a, b, equal);
		}
	}
	for (; size >= 16; size -= 16, a += 16, b += 16) {
		equal = equal16(a, b);
		if (equal != 0xffff)
			return order(a, b, equal);
	}
	if (!size)
		return 0;
	/* At least 16 bytes were compared: look back over some of them. */
	a -= 16 - size, b -= 16 - size;
	equal = equal16(a, b);
	return equal == 0xffff ? 0 : order(a, b, equal);
}
