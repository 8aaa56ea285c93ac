/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

/* The largest integer whose exponential is finite. */
#define LARGE 11356

long double complex cexpl(long double complex z)
{
	long double x = creall(z);
	long double y = cimagl(z);
	long double cosine, sine, factor;
	int steps;

	if (y == 0)
		return PACK(expl(x), y);
	if (!isfinite(y)) {
		if (isinf(x))
			return x < 0 ? PACK(0, copysignl(0, y)) : PACK(x, y - y);
		return PACK(y - y, y - y);
	}
	cosine = cosl(y);
	sine = sinl(y);
	/* A small cosine or sine may bring the product back into range. */
	factor = expl(LARGE);
	for (steps = 0; steps < 2 && x > LARGE && !isinf(x); steps++) {
		cosine *= factor;
		sine *= factor;
		x -= LARGE;
	}
	factor = expl(x);
	return PACK(factor * cosine, factor * sine);
}
