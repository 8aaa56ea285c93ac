/* SPDX-License-Identifier: Apache-2.0
 *
 * Kahan, Branch Cuts for Complex Elementary Functions (1987): the hyperbolic
 * tangent from tan y and sinh x, free of cancellation.
 */
#include "parts.h"

/* Beyond it tanh x is 1 to the last bit. */
#define LARGE 24

long double complex ctanhl(long double complex z)
{
	long double x = creall(z);
	long double y = cimagl(z);
	long double tangent, beta, sine, denominator;

	if (isinf(x))
		return PACK(copysignl(1, x), copysignl(0, isfinite(y) ? sinl(y) * cosl(y) : y));
	if (isnan(x))
		return PACK(x, y == 0 ? y : x + y);
	if (!isfinite(y))
		return PACK(x == 0 ? x : y - y, y - y);
	if (fabsl(x) > LARGE)
		return PACK(copysignl(1, x), 4 * sinl(y) * cosl(y) * expl(-2 * fabsl(x)));
	tangent = tanl(y);
	beta = 1 + tangent * tangent;
	sine = sinhl(x);
	denominator = 1 + beta * sine * sine;
	return PACK(beta * sqrtl(1 + sine * sine) * sine / denominator, tangent / denominator);
}
