/* SPDX-License-Identifier: Apache-2.0
 *
 * The complex functions in all three precisions: inverse pairs come back, and
 * the wider agrees with the narrower.
 *
 * NATIVE
 * LIBS: -lm
 */
#include <complex.h>
#include <math.h>
#include "test.h"

static volatile long double complex z = 0.7L - 0.3L * I;

#define SAME(function)                                                         \
	do {                                                                   \
		long double complex wide = function##l(z);                     \
		double complex middle = function((double complex)z);           \
		float complex narrow = function##f((float complex)z);          \
		check(cabsl(wide - middle) < 1e-15L);                          \
		check(cabs(middle - narrow) < 1e-6);                           \
	} while (0)

#define INVERSE(there, back) check(cabsl(back(there(z)) - z) < 1e-18L)

int main(void)
{
	SAME(csqrt);
	SAME(clog);
	SAME(cexp);
	SAME(csin);
	SAME(ccos);
	SAME(ctan);
	SAME(casin);
	SAME(cacos);
	SAME(catan);
	SAME(csinh);
	SAME(ccosh);
	SAME(ctanh);
	SAME(casinh);
	SAME(cacosh);
	SAME(catanh);
	INVERSE(clogl, cexpl);
	INVERSE(catanl, ctanl);
	check(cabsl(csqrtl(z) * csqrtl(z) - z) < 1e-18L);
	check(cabsl(cpowl(z, 2) - z * z) < 1e-18L);
	check(fabsl(cargl(z) - atan2l(-0.3L, 0.7L)) < 1e-18L);
	check(cimag(conj(z)) == 0.3 && creal(cproj(INFINITY - 2 * I)) > 1);
	return 0;
}
