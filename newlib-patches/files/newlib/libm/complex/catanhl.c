/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

/* x / (x^2 + y^2) for large numbers. */
static long double reciprocal(long double x, long double y)
{
	long double ax = fabsl(x);
	long double ay = fabsl(y);

	if (isinf(x) || isinf(y))
		return copysignl(0, x);
	if (ax >= ay)
		return 1 / (x + y * (y / x));
	return x / y / (y + x * (x / y));
}

long double complex catanhl(long double complex z)
{
	long double x = creall(z);
	long double y = cimagl(z);
	long double ax = fabsl(x);
	long double ay = fabsl(y);
	long double real, square;

	if (y == 0 && ax <= 1)
		return PACK(atanhl(x), y);
	if (x == 0)
		return PACK(x, atanl(y));
	if (isnan(x) || isnan(y)) {
		if (isinf(x))
			return PACK(copysignl(0, x), y + y);
		if (isinf(y))
			return PACK(copysignl(0, x), copysignl(PI_2, y));
		return PACK(x + y, x + y);
	}
	if (ax > 1 / LDBL_EPSILON || ay > 1 / LDBL_EPSILON)
		return PACK(reciprocal(x, y), copysignl(PI_2, y));
	if (ax < 0x1p-33L && ay < 0x1p-33L)
		return z;
	square = ay < 0x1p-100L ? 0 : ay * ay;
	if (ax == 1 && ay < LDBL_EPSILON)
		real = (LN_2 - logl(ay)) / 2;
	else
		real = log1pl(4 * ax / ((ax - 1) * (ax - 1) + square)) / 4;
	return PACK(copysignl(real, x),
		    copysignl(atan2l(2 * ay, (1 - ax) * (1 + ax) - square) / 2, y));
}
