/* SPDX-License-Identifier: Apache-2.0
 *
 * strchr through strchrnul.
 */
#define _GNU_SOURCE
#include <string.h>

char *strchr(const char *text, int byte)
{
	char *found = strchrnul(text, byte);

	return *found == (char)byte ? found : NULL;
}
