/* SPDX-License-Identifier: Apache-2.0
 *
 * The widths of integer types that GNU and C23 add to limits.h and stdint.h.
 *
 * NATIVE
 * FLAGS: -D_GNU_SOURCE
 */
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>
#include "test.h"

#define bits(type) (CHAR_BIT * (int)sizeof(type))

_Static_assert(CHAR_WIDTH == 8 && SCHAR_WIDTH == 8 && UCHAR_WIDTH == 8, "");
_Static_assert(SHRT_WIDTH == 16 && USHRT_WIDTH == 16, "");
_Static_assert(INT_WIDTH == bits(int) && UINT_WIDTH == bits(int), "");
_Static_assert(LONG_WIDTH == bits(long) && ULONG_WIDTH == bits(long), "");
_Static_assert(LLONG_WIDTH == 64 && ULLONG_WIDTH == 64, "");
_Static_assert(INT8_WIDTH == 8 && UINT16_WIDTH == 16 && INT32_WIDTH == 32 &&
		   UINT64_WIDTH == 64,
    "");
_Static_assert(INT_LEAST16_WIDTH == bits(int_least16_t), "");
_Static_assert(UINT_FAST8_WIDTH == bits(uint_fast8_t), "");
_Static_assert(INT_FAST16_WIDTH == bits(int_fast16_t), "");
_Static_assert(UINT_FAST32_WIDTH == bits(uint_fast32_t), "");
_Static_assert(
    INTPTR_WIDTH == bits(intptr_t) && UINTPTR_WIDTH == bits(uintptr_t), "");
_Static_assert(
    INTMAX_WIDTH == bits(intmax_t) && UINTMAX_WIDTH == bits(uintmax_t), "");
_Static_assert(
    SIZE_WIDTH == bits(size_t) && PTRDIFF_WIDTH == bits(ptrdiff_t), "");
_Static_assert(WCHAR_WIDTH == bits(wchar_t) && WINT_WIDTH == bits(wint_t), "");

int main(void)
{
	check((unsigned)INT_MAX >> (INT_WIDTH - 2) == 1);
	check(UINTMAX_MAX >> (UINTMAX_WIDTH - 1) == 1);
	return 0;
}
