/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

long double complex cacoshl(long double complex z)
{
	long double complex w = cacosl(z);
	long double real = creall(w);
	long double imaginary = cimagl(w);

	/* acosh(NaN + iNaN), and with a zero for x: DR 471. */
	if (isnan(real) && isnan(imaginary))
		return PACK(imaginary, real);
	if (isnan(real))
		return PACK(fabsl(imaginary), real);
	if (isnan(imaginary))
		return PACK(imaginary, isnan(cimagl(z)) && creall(z) == 0 ? real : imaginary);
	return PACK(fabsl(imaginary), copysignl(real, cimagl(z)));
}
