/* SPDX-License-Identifier: Apache-2.0
 *
 * The double functions where a wrong last place would show, and their special
 * values.
 *
 * NATIVE
 * LIBS: -lm
 */
#include <float.h>
#include <math.h>
#include "test.h"

static int close_to(double value, double expected)
{
	return fabs(value - expected) <= fabs(expected) * 2 * DBL_EPSILON;
}

int main(void)
{
	volatile double two = 2, half = 0.5, zero = 0, big = 1e22;

	check(sqrt(two) == 1.4142135623730951 && sqrt(half * half) == half);
	check(isnan(sqrt(-two)) && sqrt(zero) == 0);
	check(close_to(sin(big), -0.8522008497671888017727));
	check(close_to(cos(big), 0.5232147853951389454975));
	check(close_to(exp(two), 7.38905609893065) && exp(-1000) == 0);
	check(close_to(log(two), 0.6931471805599453));
	check(isinf(log(zero)) && isinf(pow(zero, -1)) && pow(two, 10) == 1024);
	check(close_to(pow(two, half), 1.4142135623730951));
	check(close_to(atan2(1, -1), 2.356194490192345));
	check(close_to(sinh(two), 3.626860407847019));
	check(close_to(erf(half), 0.5204998778130465));
	check(close_to(tgamma(5.0), 24) &&
	      close_to(lgamma(10.0), 12.801827480081469));
	check(floor(-half) == -1 && ceil(-half) == 0 && trunc(-1.5) == -1);
	check(round(2.5) == 3 && lrint(2.5) == 2 && llround(-2.5) == -3);
	check(fmod(5.5, two) == 1.5 && remainder(5.5, two) == -0.5);
	check(fma(two, half, 1) == 2 && fdim(1, 3) == 0 && fmax(NAN, 1) == 1);
	check(ldexp(half, 1000) == 0x1p999 && isinf(ldexp(half, 2000)));
	check(ilogb(1024) == 10 && logb(half) == -1);
	check(sqrtf(2.25f) == 1.5f && floorf(-0.5f) == -1 && powf(2, 3) == 8);
	return 0;
}
