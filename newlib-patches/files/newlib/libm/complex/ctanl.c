/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

long double complex ctanl(long double complex z)
{
	return swapped(ctanhl(swapped(z)));
}
