/* SPDX-License-Identifier: Apache-2.0
 *
 * strcasecmp: no string is longer than that.
 */
#include <stdint.h>
#include <strings.h>

int strcasecmp(const char *left, const char *right)
{
	return strncasecmp(left, right, PTRDIFF_MAX);
}
