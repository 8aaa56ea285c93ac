/* SPDX-License-Identifier: Apache-2.0
 *
 * floor: down, by SSE4.1; inexact is not raised.
 */
#include <math.h>

double floor(double x)
{
	double result;

	__asm__("roundsd $9, %1, %0" : "=x"(result) : "x"(x));
	return result;
}
