/* SPDX-License-Identifier: Apache-2.0
 *
 * nearbyintf: in the current direction, by SSE4.1; inexact is not raised.
 */
#include <math.h>

float nearbyintf(float x)
{
	float result;

	__asm__("roundss $12, %1, %0" : "=x"(result) : "x"(x));
	return result;
}
