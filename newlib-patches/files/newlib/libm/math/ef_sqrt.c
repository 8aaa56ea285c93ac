/* SPDX-License-Identifier: Apache-2.0
 *
 * __ieee754_sqrtf: one instruction, correctly rounded.
 */
#include "fdlibm.h"

float __ieee754_sqrtf(float x)
{
	float result;

	__asm__("sqrtss %1, %0" : "=x"(result) : "x"(x));
	return result;
}
