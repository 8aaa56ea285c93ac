/* SPDX-License-Identifier: Apache-2.0
 *
 * strchr through strchrnul.
 */
#define _GNU_SOURCE
#include <string.h>

char *__strchrnul(const char *, int);

char *strchr(const char *text, int byte)
{
	char *found = __strchrnul(text, byte);

	return *found == (char)byte ? found : NULL;
}
