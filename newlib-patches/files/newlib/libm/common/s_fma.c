/* SPDX-License-Identifier: Apache-2.0
 *
 * fma: x * y + z with one rounding.
 */
#include "fused.h"

double fma(double x, double y, double z)
{
	/* A product that is too large must not meet an infinite z. */
	if (isfinite(x) && isfinite(y) && !isfinite(z))
		return x + z;
	if (!isfinite(x) || !isfinite(y) || x == 0 || y == 0)
		return x * y + z;
	if (z == 0)
		return x * y;
	return (double)fused(x, y, z);
}
