/* SPDX-License-Identifier: Apache-2.0
 *
 * strlen, 64 bytes a round once aligned.
 */
#include "../machine/x86_64/sse2.h"

size_t strlen(const char *text)
{
	const char *at = block_of(text);
	unsigned found = zeros(load(at)) >> ((uintptr_t)text & 15);

	if (found)
		return lowest(found);
	for (at += 16; (uintptr_t)at & 63; at += 16) {
		found = zeros(load(at));
		if (found)
			return (size_t)(at - text) + lowest(found);
	}
	while (!zeros_in_line(at))
		at += 64;
	while (!(found = zeros(load(at))))
		at += 16;
	return (size_t)(at - text) + lowest(found);
}
