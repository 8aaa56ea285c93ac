/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

long double complex catanl(long double complex z)
{
	return swapped(catanhl(swapped(z)));
}
