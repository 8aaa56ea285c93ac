/* SPDX-License-Identifier: Apache-2.0
 *
 * wmemchr: four characters a block.
 */
#include <wchar.h>
#include "../machine/x86_64/sse2.h"

wchar_t *wmemchr(const wchar_t *memory, wchar_t character, size_t count)
{
	const char *at = block_of(memory);
	const w4 wanted = spread_wide(character);
	unsigned skip = (uintptr_t)memory & 15;
	size_t left = count, in_block = (16 - skip) / sizeof(wchar_t);
	unsigned found;

	if (!count)
		return NULL;
	found = bits(equal(at, wanted)) >> skip << skip;
	while (!found && left > in_block) {
		left -= in_block;
		in_block = 16 / sizeof(wchar_t);
		at += 16;
		found = bits(equal(at, wanted));
	}
	if (!found)
		return NULL;

	const wchar_t *stop = (const wchar_t *)(at + lowest(found));

	return (size_t)(stop - memory) < count ? (wchar_t *)stop : NULL;
}
