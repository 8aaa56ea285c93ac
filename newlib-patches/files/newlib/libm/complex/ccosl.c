/* SPDX-License-Identifier: Apache-2.0 */
#include "parts.h"

long double complex ccosl(long double complex z)
{
	return ccoshl(PACK(-cimagl(z), creall(z)));
}
