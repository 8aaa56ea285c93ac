/* SPDX-License-Identifier: Apache-2.0
 *
 * memmem
 */
#define FOLD(block)     (block)
#define FOLD_BYTE(byte) (byte)
#include "byte_search.h"

void *memmem(const void *text, size_t length, const void *wanted, size_t size)
{
	if (size == 0)
		return (void *)text;
	if (size == 1)
		return memchr(text, *(const char *)wanted, length);
	return search(text, length, wanted, size);
}
