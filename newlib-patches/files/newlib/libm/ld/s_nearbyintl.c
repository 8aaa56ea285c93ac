/* SPDX-License-Identifier: Apache-2.0
 *
 * nearbyintl: rintl without the exception that tells of a fraction, which must
 * not trap either.
 */
#include <fenv.h>
#include <math.h>

long double nearbyintl(long double x)
{
	volatile long double result;
	fenv_t environment;

	feholdexcept(&environment);
	result = rintl(x);
	feclearexcept(FE_INEXACT);
	feupdateenv(&environment);
	return result;
}
