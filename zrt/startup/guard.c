/* SPDX-License-Identifier: Apache-2.0
 *
 * The stack protector's canary, from the session's seed: the same inputs give
 * the same run, down to a smashed stack. Its lowest byte is 0 so that string
 * functions stop at it. Weak: a program that is not protected does not link
 * the libc's part.
 */
#include "internal/zrt.h"

extern uintptr_t __stack_chk_guard __attribute__((weak));

void __zrt_guard_init(void)
{
	uint64_t mixed = __zrt_boot->seed + 0x9e3779b97f4a7c15u;

	mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
	mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
	mixed ^= mixed >> 31;
	if (&__stack_chk_guard)
		__stack_chk_guard = ((uintptr_t)mixed & ~0xffu) | 0x100u;
}
