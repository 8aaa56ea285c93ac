/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

/* Beyond it cosh and sinh are exp / 2 to the last bit, and may overflow. */
#define LARGE 11350

long double complex csinhl(long double complex z)
{
	long double x = creall(z);
	long double y = cimagl(z);
	long double half;

	if (y == 0)
		return PACK(sinhl(x), y);
	if (!isfinite(y)) {
		if (x == 0 || isinf(x))
			return PACK(x, y - y);
		return PACK(y - y, y - y);
	}
	if (fabsl(x) <= LARGE || !isfinite(x))
		return PACK(sinhl(x) * cosl(y), coshl(x) * sinl(y));
	half = expl(fabsl(x) / 2);
	return PACK(copysignl(half / 2, x) * cosl(y) * half, half / 2 * sinl(y) * half);
}
