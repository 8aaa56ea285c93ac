/* SPDX-License-Identifier: Apache-2.0
 *
 * x * y + z for numbers of at most 53 bits, rounded to odd at 64 bits: what is
 * cut off is told by the last bit, so that rounding the result to double or
 * float once more gives the correct one, in every rounding mode. That last
 * step also raises the right flags.
 */
#ifndef LIBM_FUSED_H
#define LIBM_FUSED_H

#include <math.h>
#include <stdint.h>

typedef unsigned __int128 wide;

union extended {
	long double value;
	struct {
		uint64_t mantissa; /* the first bit is set */
		uint16_t exponent; /* the sign is bit 15 */
	};
};

#define EXPONENT(number) ((number).exponent & 0x7fff)
#define NEGATIVE(number) ((number).exponent >> 15)
#define BIAS (0x3fff + 63) /* of the mantissa's last bit */

/* Bits that are lost set the last one. */
static inline wide shift_right(wide number, int count)
{
	if (count > 127)
		return 1;
	return number >> count | (count && number << (128 - count) != 0);
}

/* None is zero, infinite or not a number. */
static inline long double fused(long double x, long double y, long double z)
{
	union extended a = { x }, b = { y }, c = { z };
	/* Both are below 2^126 and have zeros enough at their ends for a jammed
	   last bit to stay below the 64 that are kept. */
	wide product = (wide)a.mantissa * b.mantissa >> 2;
	wide term = (wide)c.mantissa << 61, sum;
	int exponent = EXPONENT(a) + EXPONENT(b) - 2 * BIAS + 2;
	int distance = exponent - (EXPONENT(c) - BIAS - 61);
	int negative = NEGATIVE(a) ^ NEGATIVE(b), zeros;

	if (distance >= 0) {
		term = shift_right(term, distance);
	} else {
		product = shift_right(product, -distance);
		exponent -= distance;
	}
	if (negative == NEGATIVE(c)) {
		sum = product + term;
	} else if (product >= term) {
		sum = product - term;
	} else {
		sum = term - product;
		negative = !negative;
	}
	if (sum == 0)
		return z - z; /* minus zero when rounding down */
	zeros = sum >> 64 ? __builtin_clzll(sum >> 64) : 64 + __builtin_clzll(sum);
	sum <<= zeros;
	a.mantissa = (uint64_t)(sum >> 64) | ((uint64_t)sum != 0);
	a.exponent = (exponent - zeros + 64 + BIAS) | negative << 15;
	return a.value;
}

/* The function `name` for one type. */
#define FUSED_MULTIPLY_ADD(name, type)                                         \
	type name(type x, type y, type z)                                      \
	{                                                                      \
		/* A product that is too large must not meet an infinite z. */ \
		if (isfinite(x) && isfinite(y) && !isfinite(z))                \
			return x + z;                                          \
		if (!isfinite(x) || !isfinite(y) || x == 0 || y == 0)          \
			return x * y + z;                                      \
		if (z == 0)                                                    \
			return x * y;                                          \
		return (type)fused(x, y, z);                                   \
	}

#endif
