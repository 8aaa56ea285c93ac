/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

/* Beyond it cosh and sinh are exp / 2 to the last bit, and may overflow. */
#define LARGE 11350

long double complex ccoshl(long double complex z)
{
	long double x = creall(z);
	long double y = cimagl(z);
	long double half;

	if (y == 0)
		return PACK(coshl(x), isnan(x) ? y : copysignl(1, x) * y);
	if (!isfinite(y)) {
		if (x == 0)
			return PACK(y - y, x * copysignl(1, y));
		return PACK(isinf(x) ? INFINITY : y - y, y - y);
	}
	if (fabsl(x) <= LARGE || !isfinite(x))
		return PACK(coshl(x) * cosl(y), sinhl(x) * sinl(y));
	half = expl(fabsl(x) / 2);
	return PACK(half / 2 * cosl(y) * half, copysignl(half / 2, x) * sinl(y) * half);
}
