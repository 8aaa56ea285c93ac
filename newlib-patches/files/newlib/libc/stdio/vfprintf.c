/* SPDX-License-Identifier: Apache-2.0
 *
 * The narrow printf: in a file of its own for each pair of STRING_ONLY and
 * INTEGER_ONLY.
 */
#define CHAR char
#define FOREIGN wchar_t
#define WIDE 0
#define LENGTH(text) strlen(text)
#define LENGTH_WITHIN(text, limit) strnlen(text, limit)

#if defined(STRING_ONLY) && defined(INTEGER_ONLY)
#define FORMAT_R _svfiprintf_r
#elif defined(STRING_ONLY)
#define FORMAT_R _svfprintf_r
#elif defined(INTEGER_ONLY)
#define FORMAT vfiprintf
#define FORMAT_R _vfiprintf_r
#else
#define FORMAT vfprintf
#define FORMAT_R _vfprintf_r
#endif

#include "printf_engine.h"
