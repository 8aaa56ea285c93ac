/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

long double complex cpowl(long double complex z, long double complex c)
{
	if (c == 0)
		return PACK(1, 0);
	if (z == 0 && creall(c) > 0)
		return PACK(0, 0);
	return cexpl(c * clogl(z));
}
