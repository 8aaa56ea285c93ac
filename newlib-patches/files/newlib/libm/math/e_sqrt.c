/* SPDX-License-Identifier: Apache-2.0
 *
 * __ieee754_sqrt: one instruction, correctly rounded.
 */
#include "fdlibm.h"

double __ieee754_sqrt(double x)
{
	double result;

	__asm__("sqrtsd %1, %0" : "=x"(result) : "x"(x));
	return result;
}
