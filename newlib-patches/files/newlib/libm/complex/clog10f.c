/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

#define LOG10_E 0xd.e5bd8a937287195p-5L

float complex clog10f(float complex z)
{
	long double complex w = clogl(z);

	return __builtin_complex((float)(creall(w) * LOG10_E), (float)(cimagl(w) * LOG10_E));
}
