/* SPDX-License-Identifier: Apache-2.0
 *
 * The few vector operations of the string functions, as C.
 *
 * Reading beyond an object is fine within its 16-byte block: an aligned block
 * never crosses a page, and what is read there is not looked at.
 */
#ifndef _NEWLIB_X86_64_SSE2_H
#define _NEWLIB_X86_64_SSE2_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef char v16 __attribute__((vector_size(16), may_alias));
typedef char v16u __attribute__((vector_size(16), may_alias, aligned(1)));

static inline v16 load(const void *at)
{
	return *(const v16 *)at;
}

static inline v16 loadu(const void *at)
{
	return *(const v16u *)at;
}

static inline void storeu(void *at, v16 value)
{
	*(v16u *)at = value;
}

static inline v16 spread(int byte)
{
	v16 zero = {0};

	return zero + (char)byte;
}

/* One bit for each byte whose top bit is set. */
static inline unsigned bits(v16 value)
{
	return (unsigned)__builtin_ia32_pmovmskb128(value);
}

static inline v16 smaller(v16 a, v16 b)
{
	return __builtin_ia32_pminub128(a, b);
}

static inline unsigned zeros(v16 value)
{
	return bits(value == (v16){0});
}

/* The same for the four blocks of an aligned 64-byte line. */
static inline unsigned zeros_in_line(const char *line)
{
	return zeros(smaller(smaller(load(line), load(line + 16)),
	    smaller(load(line + 32), load(line + 48))));
}

static inline const char *block_of(const void *at)
{
	return (const char *)((uintptr_t)at & ~(uintptr_t)15);
}

static inline unsigned lowest(unsigned set)
{
	return (unsigned)__builtin_ctz(set);
}

static inline unsigned highest(unsigned set)
{
	return 31u - (unsigned)__builtin_clz(set);
}

#endif
