/* SPDX-License-Identifier: Apache-2.0
 *
 * The present rounding mode in the numbers of FLT_ROUNDS, for which the
 * compiler's <float.h> has a constant.
 */
#ifndef _NEWLIB_X86_64_ROUNDING_H
#define _NEWLIB_X86_64_ROUNDING_H

static inline int rounding(void)
{
	/* MXCSR: nearest, down, up, to zero. */
	static const char modes[] = {1, 3, 2, 0};

	return modes[__builtin_ia32_stmxcsr() >> 13 & 3];
}

#endif
