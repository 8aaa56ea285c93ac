/* SPDX-License-Identifier: Apache-2.0
 *
 * The complex functions at infinities, NaN, both zeros, on both sides of their
 * branch cuts and at the ends of the range, as ISO C annex G has them.
 *
 * NATIVE
 * LIBS: -lm
 */
#include <complex.h>
#include <float.h>
#include <math.h>
#include "test.h"

#define Z(real, imaginary)                                                     \
	__builtin_complex((double)(real), (double)(imaginary))
#define ZL(real, imaginary)                                                    \
	__builtin_complex((long double)(real), (long double)(imaginary))
#define PI 3.14159265358979323846

static int same(double got, double expected)
{
	if (isnan(expected))
		return isnan(got);
	if (signbit(got) != signbit(expected))
		return 0;
	return got == expected ||
	       fabs(got - expected) <= 4 * DBL_EPSILON * fabs(expected);
}

/* Narrow and wide answer alike. */
#define VALUE(function, x, y, real, imaginary)                                 \
	do {                                                                   \
		volatile double re = (x), im = (y);                            \
		double complex w = function(Z(re, im));                        \
		float complex narrow =                                         \
		    function##f(__builtin_complex((float)re, (float)im));      \
		long double complex wide = function##l(ZL(re, im));            \
		check(same(creal(w), real) && same(cimag(w), imaginary));      \
		check(same(creall(wide), creal(w)) &&                          \
		      same(cimagl(wide), cimag(w)));                           \
		check(!signbit(crealf(narrow)) == !signbit(creal(w)) ||        \
		      isnan(creal(w)));                                        \
		check(!signbit(cimagf(narrow)) == !signbit(cimag(w)) ||        \
		      isnan(cimag(w)));                                        \
	} while (0)

int main(void)
{
	volatile double complex z;

	VALUE(cexp, -INFINITY, INFINITY, 0.0,
	    copysign(0.0, cimag(cexp(Z(-INFINITY, INFINITY)))));
	VALUE(cexp, INFINITY, 0.0, INFINITY, 0.0);
	VALUE(cexp, NAN, 0.0, NAN, 0.0);
	VALUE(cexp, 1.0, INFINITY, NAN, NAN);
	VALUE(clog, -0.0, 0.0, -INFINITY, PI);
	VALUE(clog, 0.0, -0.0, -INFINITY, -0.0);
	VALUE(clog, -INFINITY, INFINITY, INFINITY, 3 * PI / 4);
	VALUE(clog, -2.0, 0.0, 0.6931471805599453, PI);
	VALUE(clog, -2.0, -0.0, 0.6931471805599453, -PI);
	VALUE(clog, NAN, INFINITY, INFINITY, NAN);
	VALUE(casinh, INFINITY, 1.0, INFINITY, 0.0);
	VALUE(casinh, 0.0, 2.0, 1.3169578969248166, PI / 2);
	VALUE(casinh, -0.0, 2.0, -1.3169578969248166, PI / 2);
	VALUE(casinh, NAN, -0.0, NAN, -0.0);
	VALUE(cacosh, -INFINITY, 1.0, INFINITY, PI);
	VALUE(cacosh, 0.5, 0.0, 0.0, PI / 3);
	VALUE(cacosh, 0.5, -0.0, 0.0, -PI / 3);
	VALUE(cacos, 2.0, 0.0, 0.0, -1.3169578969248166);
	VALUE(cacos, 2.0, -0.0, 0.0, 1.3169578969248166);
	VALUE(cacos, -INFINITY, -INFINITY, 3 * PI / 4, INFINITY);
	VALUE(casin, 2.0, 0.0, PI / 2, 1.3169578969248166);
	VALUE(casin, 2.0, -0.0, PI / 2, -1.3169578969248166);
	VALUE(catanh, 1.0, 0.0, INFINITY, 0.0);
	VALUE(catanh, -2.0, 0.0, -0.5493061443340549, PI / 2);
	VALUE(catanh, -2.0, -0.0, -0.5493061443340549, -PI / 2);
	VALUE(catanh, NAN, INFINITY,
	    copysign(0.0, creal(catanh(Z(NAN, INFINITY)))), PI / 2);
	VALUE(catan, 0.0, 2.0, PI / 2, 0.5493061443340549);
	VALUE(catan, -0.0, 2.0, -PI / 2, 0.5493061443340549);
	VALUE(ctanh, INFINITY, 1.0, 1.0, 0.0);
	VALUE(ctanh, -INFINITY, 2.0, -1.0, -0.0);
	VALUE(ctanh, 0.0, 1.0, 0.0, 1.5574077246549023);
	VALUE(csinh, 0.0, -0.0, 0.0, -0.0);
	VALUE(csinh, INFINITY, 0.0, INFINITY, 0.0);
	VALUE(ccosh, NAN, 0.0, NAN, copysign(0.0, cimag(ccosh(Z(NAN, 0.0)))));
	VALUE(ccos, 0.0, INFINITY, INFINITY, -0.0);
	VALUE(csin, -0.0, INFINITY, -0.0, INFINITY);
	VALUE(csqrt, -4.0, -0.0, 0.0, -2.0);
	VALUE(csqrt, NAN, INFINITY, INFINITY, INFINITY);

	/* Where a direct formula would overflow, underflow or cancel. */
	z = clog(Z(1e308, 1e308));
	check(same(creal(z), 709.5427822324460) && same(cimag(z), PI / 4));
	z = clog(Z(0.6, 0.8));
	check(fabs(creal(z)) < 1e-16);
	z = casinh(Z(1e300, 1e-300));
	check(same(creal(z), 691.4686750787736) && cimag(z) == 0);
	z = cexp(Z(709.9, PI / 2));
	check(isinf(cimag(z)) && isfinite(creal(z)));
	z = cacos(Z(1, 1e-20));
	check(same(creal(z), 1e-10) && same(cimag(z), -1e-10));
	z = cpow(Z(0, 0), Z(2, 1));
	check(creal(z) == 0 && cimag(z) == 0);
	return 0;
}
