/* SPDX-License-Identifier: Apache-2.0
 *
 * The present rounding mode in the numbers of FLT_ROUNDS, for which the
 * compiler's <float.h> has a constant.
 */
#ifndef _NEWLIB_X86_64_ROUNDING_H
#define _NEWLIB_X86_64_ROUNDING_H

static inline int direction(unsigned mxcsr)
{
	/* In MXCSR: nearest, down, up, to zero. */
	static const char directions[] = {1, 3, 2, 0};

	return directions[mxcsr >> 13 & 3];
}

static inline int rounding(void)
{
	return direction(__builtin_ia32_stmxcsr());
}

/* Doubles are rounded to nearest until restore_rounding. */
static inline unsigned round_to_nearest(void)
{
	unsigned before = __builtin_ia32_stmxcsr();

	__builtin_ia32_ldmxcsr(before & ~0x6000u);
	return before;
}

static inline void restore_rounding(unsigned before)
{
	__builtin_ia32_ldmxcsr((__builtin_ia32_stmxcsr() & ~0x6000u) | (before & 0x6000));
}

#endif
