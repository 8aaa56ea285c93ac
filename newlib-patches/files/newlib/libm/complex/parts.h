/* SPDX-License-Identifier: Apache-2.0
 *
 * What the complex functions of long double share. They never multiply or add
 * whole complex numbers: infinities, NaN and signs of zeros are those of ISO C
 * annex G, part by part.
 */
#include <complex.h>
#include <float.h>
#include <math.h>

#define PACK(real, imaginary) __builtin_complex((long double)(real), (long double)(imaginary))

#define PI_2 0xc.90fdaa22168c235p-3L
#define LN_2 0xb.17217f7d1cf79acp-4L

/* i times the conjugate: f(x + iy) to f(y + ix), which leads from the circular
 * functions to the hyperbolic ones and back without touching a sign. */
static inline long double complex swapped(long double complex z)
{
	return PACK(cimagl(z), creall(z));
}
