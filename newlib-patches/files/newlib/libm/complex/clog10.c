/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

#define LOG10_E 0xd.e5bd8a937287195p-5L

double complex clog10(double complex z)
{
	long double complex w = clogl(z);

	return __builtin_complex((double)(creall(w) * LOG10_E), (double)(cimagl(w) * LOG10_E));
}
