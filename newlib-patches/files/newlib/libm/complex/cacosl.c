/* SPDX-License-Identifier: Apache-2.0 */
#include "arc.h"

long double complex cacosl(long double complex z)
{
	long double x = creall(z);
	long double y = cimagl(z);
	long double ax = fabsl(x);
	long double ay = fabsl(y);
	long double complex w;
	struct arc arc;

	if (isnan(x) || isnan(y)) {
		if (isinf(x))
			return PACK(y + y, x);
		if (isinf(y))
			return PACK(x + x, -y);
		return PACK(x == 0 ? PI_2 : x + y, x + y);
	}
	if (ax > 1 / LDBL_EPSILON || ay > 1 / LDBL_EPSILON) {
		w = clogl(PACK(x, ay));
		return PACK(cimagl(w), copysignl(creall(w) + LN_2, -y));
	}
	if (x == 1 && y == 0)
		return PACK(0, -y);
	arc = __arc(ay, ax);
	return PACK(atan2l(arc.adjacent, copysignl(arc.opposite, x)), copysignl(arc.real, -y));
}
