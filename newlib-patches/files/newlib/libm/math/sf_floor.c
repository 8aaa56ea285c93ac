/* SPDX-License-Identifier: Apache-2.0
 *
 * floorf: down, by SSE4.1; inexact is not raised.
 */
#include <math.h>

float floorf(float x)
{
	float result;

	__asm__("roundss $9, %1, %0" : "=x"(result) : "x"(x));
	return result;
}
