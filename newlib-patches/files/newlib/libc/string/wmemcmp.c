/* SPDX-License-Identifier: Apache-2.0
 *
 * wmemcmp: four characters a block, then one by one.
 */
#include <wchar.h>
#include "../machine/x86_64/sse2.h"

int wmemcmp(const wchar_t *left, const wchar_t *right, size_t count)
{
	for (; count >= 4; count -= 4, left += 4, right += 4)
		if (bits((v16)(*(const w4u *)left == *(const w4u *)right)) != 0xffff)
			break;
	for (; count; count--, left++, right++)
		if (*left != *right)
			return *left < *right ? -1 : 1;
	return 0;
}
