/* SPDX-License-Identifier: Apache-2.0 */
#include "arc.h"

/* (hypot(a, b) - b) / 2 without cancellation. */
static long double excess(long double a, long double b, long double hypotenuse)
{
	if (b < 0)
		return (hypotenuse - b) / 2;
	return b == 0 ? a / 2 : a * a / (hypotenuse + b) / 2;
}

struct arc __arc(long double x, long double y)
{
	/* A is the half sum of the distances from i and -i; asinh is
	 * log(A + sqrt(A^2 - 1)) + i asin(y / A). */
	long double far = hypotl(x, y + 1);
	long double near = hypotl(x, y - 1);
	long double A = fmaxl((far + near) / 2, 1);
	long double gap = fabsl(y - 1);
	struct arc arc = { .opposite = y };
	long double above;

	if (A >= 10) {
		arc.real = logl(A + sqrtl(A * A - 1));
	} else if (x >= LDBL_EPSILON * gap && x > 0) {
		/* A - 1; where x^2 is too small for this, y is 1. */
		if (y == 1 && x < 0x1p-140L)
			arc.real = sqrtl(x);
		else {
			above = excess(x, 1 + y, far) + excess(x, 1 - y, near);
			arc.real = log1pl(above + sqrtl(above * (A + 1)));
		}
	} else if (y < 1) {
		arc.real = x / sqrtl((1 - y) * (1 + y));
	} else {
		arc.real = log1pl((y - 1) + sqrtl((y - 1) * (y + 1)));
	}

	/* sqrt(A^2 - y^2), both scaled where it would underflow. */
	if (y < LDBL_MIN * 0x1p+70L) {
		arc.opposite = y * 0x1p+128L;
		arc.adjacent = A * 0x1p+128L;
	} else if (y == 1 && x < 0x1p-140L) {
		arc.adjacent = sqrtl(x) * sqrtl((A + y) / 2);
	} else if (x >= LDBL_EPSILON * gap) {
		above = excess(x, y + 1, far) + excess(x, y - 1, near);
		arc.adjacent = sqrtl(above * (A + y));
	} else if (y > 1) {
		arc.opposite = y * 0x1p+128L;
		arc.adjacent = x * 0x1p+128L * y / sqrtl((y + 1) * (y - 1));
	} else {
		arc.adjacent = sqrtl((1 - y) * (1 + y));
	}
	return arc;
}

long double complex casinhl(long double complex z)
{
	long double x = creall(z);
	long double y = cimagl(z);
	long double ax = fabsl(x);
	long double ay = fabsl(y);
	long double complex w;
	struct arc arc;

	if (isnan(x) || isnan(y)) {
		if (isinf(x))
			return PACK(x, y + y);
		if (isinf(y))
			return PACK(y, x + x);
		return PACK(x + y, y == 0 ? y : x + y);
	}
	if (ax > 1 / LDBL_EPSILON || ay > 1 / LDBL_EPSILON) {
		w = clogl(PACK(ax, ay));
		return PACK(copysignl(creall(w) + LN_2, x), copysignl(cimagl(w), y));
	}
	/* The next term is the third power: too small to show. */
	if (ax < 0x1p-33L && ay < 0x1p-33L)
		return z;
	arc = __arc(ax, ay);
	return PACK(copysignl(arc.real, x), copysignl(atan2l(arc.opposite, arc.adjacent), y));
}
