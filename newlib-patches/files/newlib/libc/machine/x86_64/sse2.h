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
typedef wchar_t w4 __attribute__((vector_size(16), may_alias));
typedef wchar_t w4u __attribute__((vector_size(16), may_alias, aligned(4)));

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

/* ASCII capitals as small letters: they are the bytes that end up at the
 * bottom of the signed range when 'A' goes to its first value. */
static inline v16 small(v16 value)
{
	v16 moved = value - spread('A' + 128);

	return value | ((moved < spread('Z' - 'A' + 1 - 128)) & spread(0x20));
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

/* How many bytes a load may take before the next page, which need not exist. */
static inline size_t to_page_end(const void *at)
{
	return 4096 - ((uintptr_t)at & 4095);
}

/* Zero in each byte where two strings differ or end. */
static inline v16 same_within(const unsigned char *a, const unsigned char *b)
{
	v16 x = loadu(a);

	return smaller(x, x == loadu(b));
}

static inline unsigned stops_in_16(const unsigned char *a, const unsigned char *b)
{
	return zeros(same_within(a, b));
}

static inline unsigned stops_in_64(const unsigned char *a, const unsigned char *b)
{
	return zeros(smaller(smaller(same_within(a, b), same_within(a + 16, b + 16)),
	    smaller(same_within(a + 32, b + 32), same_within(a + 48, b + 48))));
}

/* The same for four aligned wide characters that equal those. */
static inline v16 equal(const void *at, w4 wanted)
{
	return (v16)(*(const w4 *)at == wanted);
}

static inline w4 spread_wide(wchar_t character)
{
	return (w4){0} + character;
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
