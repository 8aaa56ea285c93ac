/* SPDX-License-Identifier: Apache-2.0
 *
 * truncf: towards zero, by SSE4.1; inexact is not raised.
 */
#include <math.h>

float truncf(float x)
{
	float result;

	__asm__("roundss $11, %1, %0" : "=x"(result) : "x"(x));
	return result;
}
