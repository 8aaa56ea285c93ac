/* SPDX-License-Identifier: Apache-2.0
 *
 * <fenv.h> in both units: rounding directions change results, flags are raised,
 * tested, cleared, saved and restored, exceptions that are enabled trap only
 * where they are raised.
 *
 * NATIVE
 * LIBS: -lm
 * FLAGS: -frounding-math
 */
#define _GNU_SOURCE
#include <fenv.h>
#include <math.h>
#include "test.h"

static volatile double one = 1, three = 3, zero = 0, huge = 1e308;
static volatile long double lone = 1, lthree = 3, lzero = 0;

static void directions(void)
{
	volatile double down, up, near;
	volatile long double ldown, lup;

	check(fegetround() == FE_TONEAREST);
	near = one / three;
	check(fesetround(FE_DOWNWARD) == 0 && fegetround() == FE_DOWNWARD);
	down = one / three;
	ldown = lone / lthree;
	check(lrint(2.7) == 2 && lrint(-2.2) == -3);
	check(fesetround(FE_UPWARD) == 0 && fegetround() == FE_UPWARD);
	up = one / three;
	lup = lone / lthree;
	check(rint(2.2) == 3 && rintl(2.2L) == 3);
	check(fesetround(FE_TOWARDZERO) == 0);
	check(rint(-2.7) == -2);
	check(fesetround(FE_TONEAREST) == 0);
	check(down < up && ldown < lup);
	check(nextafter(down, 1) == up && (near == down || near == up));
	check(fesetround(0x1234) != 0);
}

static void flags(void)
{
	volatile double result;
	volatile long double lresult;
	fexcept_t saved;
	fenv_t environment;

	check(feclearexcept(FE_ALL_EXCEPT) == 0);
	check(fetestexcept(FE_ALL_EXCEPT) == 0);
	result = one / zero;
	check(fetestexcept(FE_ALL_EXCEPT) == FE_DIVBYZERO);
	lresult = lzero / lzero; /* in the x87 unit */
	check(fetestexcept(FE_ALL_EXCEPT) == (FE_DIVBYZERO | FE_INVALID));
	check(feclearexcept(FE_DIVBYZERO) == 0);
	check(fetestexcept(FE_ALL_EXCEPT) == FE_INVALID);
	check(fegetexceptflag(&saved, FE_ALL_EXCEPT) == 0);
	feclearexcept(FE_ALL_EXCEPT);
	result = huge * huge;
	check(fetestexcept(FE_OVERFLOW) && fetestexcept(FE_INEXACT));
	check(fesetexceptflag(&saved, FE_ALL_EXCEPT) == 0);
	check(fetestexcept(FE_ALL_EXCEPT) == FE_INVALID);

	check(feholdexcept(&environment) == 0);
	check(fetestexcept(FE_ALL_EXCEPT) == 0);
	fesetround(FE_UPWARD);
	check(feraiseexcept(FE_UNDERFLOW) == 0);
	check(feupdateenv(&environment) == 0);
	check(fegetround() == FE_TONEAREST);
	check(fetestexcept(FE_ALL_EXCEPT) & FE_INVALID);
	check(fetestexcept(FE_ALL_EXCEPT) & FE_UNDERFLOW);
	fesetround(FE_DOWNWARD);
	check(fesetenv(FE_DFL_ENV) == 0);
	check(fegetround() == FE_TONEAREST);
	check(fetestexcept(FE_ALL_EXCEPT) == 0);
	(void)result, (void)lresult;
}

/* nearbyint raises nothing: it must not trap where all exceptions do. */
static void traps(void)
{
	volatile double value = 2.5;
	volatile long double lvalue = 2.5;

	feclearexcept(FE_ALL_EXCEPT);
	check(feenableexcept(FE_ALL_EXCEPT) == 0);
	check(nearbyint(value) == 2 && nearbyintf((float)value) == 2 &&
	      nearbyintl(lvalue) == 2);
	check(fedisableexcept(FE_ALL_EXCEPT) == FE_ALL_EXCEPT);
	check(fetestexcept(FE_ALL_EXCEPT) == 0);
	check(rintl(lvalue) == 2 && fetestexcept(FE_ALL_EXCEPT) == FE_INEXACT);
}

int main(void)
{
	directions();
	flags();
	traps();
	directions();
	return 0;
}
