/* SPDX-License-Identifier: Apache-2.0
 *
 * nearbyint: in the current direction, by SSE4.1; inexact is not raised.
 */
#include <math.h>

double nearbyint(double x)
{
	double result;

	__asm__("roundsd $12, %1, %0" : "=x"(result) : "x"(x));
	return result;
}
