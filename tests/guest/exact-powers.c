/* SPDX-License-Identifier: Apache-2.0
 *
 * Powers and logarithms are exact where the result can be, and their errors
 * and special values are C's. The names of errors are Linux's.
 *
 * NATIVE
 * LIBS: -lm
 */
#include <fenv.h>
#include <math.h>
#include <string.h>

#include "test.h"

static volatile double zero = 0.0, one = 1.0;

int main(void)
{
	for (int e = -1074; e < 1024; e++) {
		check(log2(ldexp(one, e)) == e);
		check(exp2(e) == ldexp(one, e));
		check(pow(2.0, e) == ldexp(one, e));
	}
	for (int n = 0, power = 1; n < 10; n++, power *= 7)
		check(pow(7.0, n) == power);
	check(exp(zero) == 1.0 && log(one) == 0.0 && pow(zero, zero) == 1.0);
	check(fabs(exp(one) - 2.718281828459045235) < 5e-16);

	check(isnan(log(-one)) && isinf(log(zero)) && log(zero) < 0);
	check(isnan(pow(-one, 0.5)) && pow(-8.0, 3.0) == -512.0);
	check(pow(-zero, -3.0) == -HUGE_VAL && pow(zero, -2.0) == HUGE_VAL);
	check(isinf(exp(1000.0)) && exp(-1000.0) == 0.0);
	feclearexcept(FE_ALL_EXCEPT);
	check(isinf(exp(one * 1000.0)) && fetestexcept(FE_OVERFLOW));
	feclearexcept(FE_ALL_EXCEPT);
	check(isinf(log(zero)) && fetestexcept(FE_DIVBYZERO));

	check(log2f(8.0f) == 3.0f && exp2f(5.0f) == 32.0f);
	check(powf(3.0f, 4.0f) == 81.0f);
	check(strcmp(strerror(ESHUTDOWN),
		  "Cannot send after transport endpoint shutdown") == 0);
	return 0;
}
