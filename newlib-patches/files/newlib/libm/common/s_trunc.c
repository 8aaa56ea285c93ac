/* SPDX-License-Identifier: Apache-2.0
 *
 * trunc: towards zero, by SSE4.1; inexact is not raised.
 */
#include <math.h>

double trunc(double x)
{
	double result;

	__asm__("roundsd $11, %1, %0" : "=x"(result) : "x"(x));
	return result;
}
