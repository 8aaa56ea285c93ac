/* SPDX-License-Identifier: Apache-2.0
 *
 * The arc sine and arc cosine after Hull, Fairgrieve and Tang, Implementing the
 * Complex Arcsine and Arccosine Functions Using Exception Handling (1997).
 */
#include "parts.h"

/* For x, y >= 0, neither beyond 1/LDBL_EPSILON: the real part of asinh(x + iy)
 * and the two numbers whose atan2 is its imaginary part. */
struct arc {
	long double real;
	long double opposite;
	long double adjacent;
};

struct arc __arc(long double x, long double y);
