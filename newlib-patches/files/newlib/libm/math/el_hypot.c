/* SPDX-License-Identifier: Apache-2.0
 *
 * __ieee754_hypotl of finite numbers: scaled, so that no square leaves the
 * range, and with squares of 128 bits.
 */
#include "fdlibm.h"

/* The sum of `high` and what is returned is x * x. */
static long double square(long double x, long double *high)
{
	long double shifted = x * (0x1p32L + 1);
	long double first = x - shifted + shifted, last = x - first;

	*high = x * x;
	return first * first - *high + 2 * first * last + last * last;
}

long double __ieee754_hypotl(long double x, long double y)
{
	long double a = fabsl(x), b = fabsl(y), high_a, high_b, low;
	int exponent;

	if (!(a >= b)) {
		long double other = a;

		a = b;
		b = other;
	}
	if (isnan(x) || isnan(y))
		return x + y;
	if (b == 0)
		return a;
	exponent = ilogbl(a);
	if (exponent - ilogbl(b) > 65)
		return a + b;
	a = scalbnl(a, -exponent);
	b = scalbnl(b, -exponent);
	low = square(a, &high_a) + square(b, &high_b);
	return scalbnl(sqrtl(low + high_b + high_a), exponent);
}
