/* SPDX-License-Identifier: Apache-2.0
 *
 * strcasestr. No locale here has letters of one byte beside ASCII's.
 */
#define _GNU_SOURCE
#define FOLD(block)     small(block)
#define FOLD_BYTE(byte) small_byte(byte)
#define CMP_FUNC        compare
#include <strings.h>

static inline int compare(const void *left, const void *right, size_t size)
{
	return strncasecmp(left, right, size);
}

static inline unsigned char small_byte(unsigned char byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
}

#include "byte_search.h"
#include "text_search.h"

char *strcasestr(const char *text, const char *wanted)
{
	size_t size = strlen(wanted);

	return size ? search_text(text, wanted, size, search) : (char *)text;
}
