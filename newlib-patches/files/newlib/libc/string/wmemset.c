/* SPDX-License-Identifier: Apache-2.0
 *
 * wmemset: whole blocks, the last one over what is left.
 */
#include <wchar.h>
#include "../machine/x86_64/sse2.h"

wchar_t *wmemset(wchar_t *memory, wchar_t character, size_t count)
{
	const w4 block = spread_wide(character);
	wchar_t *at = memory;

	if (count < 4) {
		for (; count; count--)
			*at++ = character;
		return memory;
	}
	for (; count >= 16; count -= 16, at += 16) {
		*(w4u *)at = block;
		*(w4u *)(at + 4) = block;
		*(w4u *)(at + 8) = block;
		*(w4u *)(at + 12) = block;
	}
	for (; count >= 4; count -= 4, at += 4)
		*(w4u *)at = block;
	if (count)
		*(w4u *)(at + count - 4) = block;
	return memory;
}
