/* SPDX-License-Identifier: Apache-2.0
 *
 * long double is the 80-bit format: its precision in arithmetic, printing,
 * parsing and the C99 functions.
 *
 * NATIVE
 * LIBS: -lm
 */
#include <float.h>
#include <math.h>
#include <string.h>
#include "test.h"

static int close_to(long double value, long double expected)
{
	return fabsl(value - expected) <= fabsl(expected) * 4 * LDBL_EPSILON;
}

int main(void)
{
	volatile long double one = 1, third = one / 3, two = 2, half = 0.5L;
	char text[100];
	char *end;
	int exponent;
	long double whole;

	check(LDBL_MANT_DIG == 64 && sizeof(long double) == 16);
	check(one + LDBL_EPSILON != one && third != (double)third);
	snprintf(text, sizeof(text), "%.25Lf", third);
	check(strcmp(text, "0.3333333333333333333423684") == 0);
	snprintf(text, sizeof(text), "%Lg %.3Le", LDBL_MAX, -half);
	check(strcmp(text, "1.18973e+4932 -5.000e-01") == 0);
	check(strtold("0.3333333333333333333423684", &end) == third && !*end);
	check(strtold("0x1.8p3", &end) == 12 && !*end);
	check(sscanf("1e4000", "%Lf", &whole) == 1 && isfinite(whole));

	check(sqrtl(two) * sqrtl(two) - 2 < 4 * LDBL_EPSILON);
	check(close_to(expl(one), 2.718281828459045235360287471352662498L));
	check(close_to(logl(two), 0.693147180559945309417232121458176568L));
	check(
	    close_to(powl(two, half), 1.414213562373095048801688724209698079L));
	check(close_to(sinl(one), 0.841470984807896506652502321630298999L));
	check(close_to(cosl(one), 0.540302305868139717400936607442976603L));
	check(close_to(tanl(one), 1.557407724654902230506974807458360173L));
	/* Reduction modulo pi, also of the largest. */
	check(close_to(sinl(100), -0.506365641109758793656557610459785432L));
	check(close_to(sinl(1e20L), -0.645251285265780844205811711312523007L));
	check(close_to(cosl(1e300L), -0.706186521934488087325L));
	check(fabsl(sinl(LDBL_MAX)) <= 1 && sinl(LDBL_MAX) == sinl(LDBL_MAX));
	check(
	    close_to(atanl(one) * 4, 3.141592653589793238462643383279502884L));
	check(close_to(tgammal(half), 1.772453850905516027298167483341145183L));
	check(close_to(cbrtl(27), 3) && close_to(hypotl(3, 4), 5));
	check(frexpl(48, &exponent) == 0.75L && exponent == 6);
	check(ldexpl(half, 4) == 8 && scalbnl(one, -3) == 0.125L);
	check(modfl(-2.75L, &whole) == -0.75L && whole == -2);
	check(floorl(-half) == -1 && ceill(half) == 1 && truncl(-1.5L) == -1);
	check(roundl(2.5L) == 3 && llrintl(2.5L) == 2 && rintl(3.5L) == 4);
	check(fmodl(7.5L, two) == 1.5L && remainderl(7, two) == -1);
	check(fmal(two, 3, one) == 7 && copysignl(one, -two) == -1);
	check(nextafterl(one, two) - one == LDBL_EPSILON);
	check(isnan(nanl("")) && isinf(HUGE_VALL) && signbit(-third));
	return 0;
}
