/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

/* The product of two numbers of moderate size is high + *low, exactly. */
static long double square(long double a, long double *low)
{
	long double scaled = a * 0x100000001p0L;
	long double head = scaled - (scaled - a);
	long double tail = a - head;
	long double high = a * a;

	*low = ((head * head - high) + 2 * head * tail) + tail * tail;
	return high;
}

/* log |z| where |z| is close to 1: the squares cancel against 1, so nothing of
 * them may be lost before. */
static long double log_near_one(long double large, long double small)
{
	long double large_low, small_low, sum, part, rest;
	long double head = square(large, &large_low) - 1;
	long double tail = square(small, &small_low);

	sum = head + tail;
	part = sum - head;
	rest = (head - (sum - part)) + (tail - part);
	return log1pl(sum + (rest + (large_low + small_low))) / 2;
}

static long double log_modulus(long double x, long double y)
{
	long double large = fmaxl(fabsl(x), fabsl(y));
	long double small = fminl(fabsl(x), fabsl(y));

	if (isnan(x) || isnan(y) || isinf(x) || isinf(y) || large == 0)
		return logl(hypotl(x, y));
	if (large > LDBL_MAX / 4)
		return logl(hypotl(large / 4, small / 4)) + 2 * LN_2;
	if (large < LDBL_MIN * 0x1p+64L)
		return logl(hypotl(large * 0x1p+128L, small * 0x1p+128L)) - 128 * LN_2;
	if (large > 0.5L && large < 2 && hypotl(large, small) < 2)
		return large == 1 ? log1pl(small * small) / 2 : log_near_one(large, small);
	return logl(hypotl(large, small));
}

long double complex clogl(long double complex z)
{
	return PACK(log_modulus(creall(z), cimagl(z)), atan2l(cimagl(z), creall(z)));
}
