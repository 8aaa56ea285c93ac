/* SPDX-License-Identifier: Apache-2.0
 *
 * rint: in the current direction, by SSE4.1; inexact is raised.
 */
#include <math.h>

double rint(double x)
{
	double result;

	__asm__("roundsd $4, %1, %0" : "=x"(result) : "x"(x));
	return result;
}
