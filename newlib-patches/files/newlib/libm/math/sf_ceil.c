/* SPDX-License-Identifier: Apache-2.0
 *
 * ceilf: up, by SSE4.1; inexact is not raised.
 */
#include <math.h>

float ceilf(float x)
{
	float result;

	__asm__("roundss $10, %1, %0" : "=x"(result) : "x"(x));
	return result;
}
