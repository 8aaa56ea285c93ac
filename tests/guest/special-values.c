/* SPDX-License-Identifier: Apache-2.0
 *
 * tgamma, hypot, sqrtl and csqrt: poles, infinities, accuracy.
 *
 * NATIVE
 * LIBS: -lm
 */
#include <complex.h>
#include <float.h>
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
	check(hypotl(LDBL_MIN, zero) == LDBL_MIN &&
	      hypotl(-LDBL_MIN * 3, LDBL_MIN * 4) == LDBL_MIN * 5);
	check(hypotl(0x3p16370L, 0x4p16370L) == 0x5p16370L &&
	      isinf(hypotl(LDBL_MAX, LDBL_MAX)));
	check(hypotl(1 + zero, 1) == 0x1.6a09e667f3bcc908p+0L &&
	      hypotl(1 + zero, 0x1p-80L) == 1);
	check(sqrtl(2 + zero) == 0x1.6a09e667f3bcc908p+0L &&
	      sqrtl(0x1p-16444L) == 0x1p-8222L);
	errno = 0;
	check(
	    isnan(sqrtl(-1 + zero)) && errno == EDOM && signbit(sqrtl(-zero)));
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
