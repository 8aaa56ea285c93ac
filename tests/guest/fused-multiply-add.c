/* SPDX-License-Identifier: Apache-2.0
 *
 * fma and fmaf round once, in every rounding mode and below the smallest
 * normal number, and raise what that rounding raises: a hash of 200,000
 * results is that of the processor's instruction.
 *
 * NATIVE
 * LIBS: -lm
 */
#include <fenv.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "test.h"

static uint64_t state = 42;

static uint64_t any(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return state >> 20 ^ state << 40;
}

/* Exponents within `spread` of each other often let the term decide. */
static double any_double(int middle, int spread)
{
	uint64_t bits = any() & 0x800fffffffffffffu;
	double number;

	bits |= (uint64_t)(middle + (int)(any() % (2 * spread)) - spread) << 52;
	memcpy(&number, &bits, sizeof(number));
	return any() % 4 ? number : (double)(float)number;
}

static uint64_t hash = 14695981039346656037u;

static void add(uint64_t bits)
{
	hash = (hash ^ bits) * 1099511628211u;
}

static void run_double(double x, double y, double z)
{
	volatile double result;
	uint64_t bits;
	double copy;

	feclearexcept(FE_ALL_EXCEPT);
	result = fma(x, y, z);
	add(fetestexcept(FE_INEXACT | FE_OVERFLOW | FE_INVALID | FE_UNDERFLOW));
	copy = result;
	memcpy(&bits, &copy, sizeof(bits));
	add(bits);
}

static void run_float(float x, float y, float z)
{
	volatile float result;
	uint32_t bits;
	float copy;

	feclearexcept(FE_ALL_EXCEPT);
	result = fmaf(x, y, z);
	add(fetestexcept(FE_INEXACT | FE_OVERFLOW | FE_INVALID | FE_UNDERFLOW));
	copy = result;
	memcpy(&bits, &copy, sizeof(bits));
	add(bits);
}

int main(void)
{
	static const int modes[] = {
	    FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
	volatile double one = 1, tiny = 0x1p-1074,
			huge = 0x1.fffffffffffffp1023;

	check(fma(one + 0x1p-52, one - 0x1p-52, -one) == -0x1p-104);
	check(fma(huge, 2, -huge) == huge && isinf(fma(huge, 2, one)));
	check(fma(huge, huge, -INFINITY) == -INFINITY);
	check(isnan(fma(0, INFINITY, one)) &&
	      isnan(fma(one, INFINITY, -INFINITY)));
	check(fma(tiny, one / 2, tiny) == 0x1p-1073);
	check(!signbit(fma(one, one, -one)) && signbit(fma(-one, 0, -0.0)));
	for (int mode = 0; mode < 4; mode++) {
		check(fesetround(modes[mode]) == 0);
		for (int i = 0; i < 12500; i++) {
			double x = any_double(1023, 30),
			       y = any_double(1023, 30);
			double z = any_double(1023, 90);
			volatile double product = x * y;

			run_double(x, y, z);
			run_double(x, y, -product);
			run_double(
			    ldexp(x, -500), ldexp(y, -540), ldexp(z, -1040));
			run_float(x, y, z);
		}
		run_double(one, one, -one);
		check(fesetround(FE_TONEAREST) == 0);
	}
	check(hash == 0x97e8e5d9c72ad170u);
	return 0;
}
