/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

long double complex casinl(long double complex z)
{
	return swapped(casinhl(swapped(z)));
}
