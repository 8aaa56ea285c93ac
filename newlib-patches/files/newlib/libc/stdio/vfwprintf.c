/* SPDX-License-Identifier: Apache-2.0
 *
 * The wide printf: in a file of its own for each pair of STRING_ONLY and
 * INTEGER_ONLY.
 */
#define CHAR wchar_t
#define FOREIGN char
#define WIDE 1
#define LENGTH(text) wcslen(text)
#define LENGTH_WITHIN(text, limit) wcsnlen(text, limit)

#if defined(STRING_ONLY) && defined(INTEGER_ONLY)
#define FORMAT_R _svfiwprintf_r
#elif defined(STRING_ONLY)
#define FORMAT_R _svfwprintf_r
#elif defined(INTEGER_ONLY)
#define FORMAT vfiwprintf
#define FORMAT_R _vfiwprintf_r
#else
#define FORMAT vfwprintf
#define FORMAT_R _vfwprintf_r
#endif

#include "printf_engine.h"
