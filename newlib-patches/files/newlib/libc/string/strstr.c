/* SPDX-License-Identifier: Apache-2.0
 *
 * strstr
 */
#define _GNU_SOURCE
#include "text_search.h"

char *strstr(const char *text, const char *wanted)
{
	size_t size = strlen(wanted);

	if (size == 0)
		return (char *)text;
	if (size == 1)
		return strchr(text, *wanted);
	return search_text(text, wanted, size, memmem);
}
