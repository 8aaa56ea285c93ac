/* SPDX-License-Identifier: Apache-2.0
 *
 * tgamma, hypot and csqrt: poles, infinities, accuracy.
 *
 * NATIVE
 * LIBS: -lm
 */
#include <complex.h>
#include <math.h>
#include "test.h"

int main(void)
{
	volatile double zero = 0, infinite = INFINITY, none = NAN;
	double complex root;

	check(isnan(tgamma(-1 + zero)) && isnan(tgammaf(-2 + (float)zero)));
	check(tgamma(5 + zero) == 24 && tgamma(zero) == infinite);
	check(tgamma(0.5 + zero) == 0x1.c5bf891b4ef6bp+0);
	check(fabs(tgamma(100.5 + zero) / 9.320963104082718e+156 - 1) < 1e-12);
	check(isinf(hypotl(infinite, none)) && isinf(hypot(none, -infinite)));
	root = csqrt(CMPLX(zero, infinite));
	check(isinf(creal(root)) && isinf(cimag(root)));
	root = csqrt(CMPLX(-infinite, 1));
	check(creal(root) == 0 && cimag(root) == infinite);
	root = csqrt(CMPLX(-4, -zero));
	check(creal(root) == 0 && cimag(root) == -2);
	root = csqrt(CMPLX(zero, 0x1p-1074));
	check(creal(root) > 0 && creal(root) == cimag(root));
	return 0;
}
