/* SPDX-License-Identifier: Apache-2.0
 *
 * fmaf: x * y + z with one rounding.
 */
#include "fused.h"

float fmaf(float x, float y, float z)
{
	/* A product that is too large must not meet an infinite z. */
	if (isfinite(x) && isfinite(y) && !isfinite(z))
		return x + z;
	if (!isfinite(x) || !isfinite(y) || x == 0 || y == 0)
		return x * y + z;
	if (z == 0)
		return x * y;
	return (float)fused(x, y, z);
}
