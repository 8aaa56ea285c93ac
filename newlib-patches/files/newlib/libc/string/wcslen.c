/* SPDX-License-Identifier: Apache-2.0
 *
 * wcslen: four characters a block, four blocks a round once aligned.
 */
#include <wchar.h>
#include "../machine/x86_64/sse2.h"

static inline v16 ends(const char *at)
{
	return equal(at, (w4){0});
}

size_t wcslen(const wchar_t *text)
{
	const char *start = (const char *)text, *at = block_of(text);
	unsigned found = bits(ends(at)) >> ((uintptr_t)text & 15);

	if (found)
		return lowest(found) / sizeof(*text);
	for (at += 16; (uintptr_t)at & 63; at += 16) {
		found = bits(ends(at));
		if (found)
			goto end;
	}
	while (
	    !bits((ends(at) | ends(at + 16)) | (ends(at + 32) | ends(at + 48))))
		at += 64;
	while (!(found = bits(ends(at))))
		at += 16;
end:
	return (size_t)(at + lowest(found) - start) / sizeof(*text);
}
