/* SPDX-License-Identifier: Apache-2.0
 *
 * wcschr: four characters a block, two blocks a round.
 */
#include <wchar.h>
#include "../machine/x86_64/sse2.h"

static inline v16 stops(const char *at, w4 wanted)
{
	return equal(at, wanted) | equal(at, (w4){0});
}

wchar_t *wcschr(const wchar_t *text, wchar_t character)
{
	const char *at = block_of(text);
	const w4 wanted = spread_wide(character);
	unsigned skip = (uintptr_t)text & 15;
	unsigned found = bits(stops(at, wanted)) >> skip << skip;

	/* Pairs of blocks are aligned as such: they stay in a page. */
	while (!found) {
		at += 16;
		if (!((uintptr_t)at & 16))
			while (
			    !bits(stops(at, wanted) | stops(at + 16, wanted)))
				at += 32;
		found = bits(stops(at, wanted));
	}

	const wchar_t *stop = (const wchar_t *)(at + lowest(found));

	return *stop == character ? (wchar_t *)stop : NULL;
}
