/* SPDX-License-Identifier: Apache-2.0
 *
 * sqrtl: one instruction, correctly rounded.
 */
#include <errno.h>
#include <math.h>

long double sqrtl(long double x)
{
	if (x < 0)
		errno = EDOM;
	__asm__("fsqrt" : "+t"(x));
	return x;
}
