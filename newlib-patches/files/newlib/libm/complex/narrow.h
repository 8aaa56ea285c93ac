/* SPDX-License-Identifier: Apache-2.0
 *
 * The functions of double and float are those of long double, rounded: its
 * range and its 11 further bits take what would overflow or cancel on the way.
 */
#include <complex.h>

#define NARROW(type, name, wide)                                               \
	type complex name(type complex z)                                      \
	{                                                                      \
		long double complex w = wide(z);                               \
									       \
		return __builtin_complex((type)creall(w), (type)cimagl(w));    \
	}

#define NARROW_2(type, name, wide)                                             \
	type complex name(type complex z, type complex c)                      \
	{                                                                      \
		long double complex w = wide(z, c);                            \
									       \
		return __builtin_complex((type)creall(w), (type)cimagl(w));    \
	}
