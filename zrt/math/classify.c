/* SPDX-License-Identifier: Apache-2.0
 *
 * isinfl and isnanl as functions, beside the macros isinf and isnan.
 */
#include <math.h>

int isinfl(long double value)
{
	return isinf(value) ? value < 0 ? -1 : 1 : 0;
}

int isnanl(long double value)
{
	return isnan(value);
}
