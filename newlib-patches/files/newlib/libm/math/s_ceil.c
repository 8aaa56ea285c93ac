/* SPDX-License-Identifier: Apache-2.0
 *
 * ceil: up, by SSE4.1; inexact is not raised.
 */
#include <math.h>

double ceil(double x)
{
	double result;

	__asm__("roundsd $10, %1, %0" : "=x"(result) : "x"(x));
	return result;
}
