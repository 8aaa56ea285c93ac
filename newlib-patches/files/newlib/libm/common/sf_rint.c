/* SPDX-License-Identifier: Apache-2.0
 *
 * rintf: in the current direction, by SSE4.1; inexact is raised.
 */
#include <math.h>

float rintf(float x)
{
	float result;

	__asm__("roundss $4, %1, %0" : "=x"(result) : "x"(x));
	return result;
}
