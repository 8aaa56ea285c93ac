/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

long double complex csinl(long double complex z)
{
	return swapped(csinhl(swapped(z)));
}
