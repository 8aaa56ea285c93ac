/* SPDX-License-Identifier: Apache-2.0
 *
 * What gnulib's configure would say of both libraries, and the macros that its
 * headers would define.
 */
#ifndef CONFIG_H
#define CONFIG_H

#define _GNU_SOURCE                1
#define _GL_UNUSED                 __attribute__((__unused__))
#define _GL_UNUSED_LABEL           _GL_UNUSED
#define _GL_ATTRIBUTE_MAYBE_UNUSED _GL_UNUSED
#define _GL_ATTRIBUTE_FORMAT(x)
#define _GL_ATTRIBUTE_FORMAT_PRINTF(a, b)
#define _GL_ATTRIBUTE_FORMAT_PRINTF_STANDARD(a, b)
#define _GL_ATTRIBUTE_FORMAT_PRINTF_SYSTEM(a, b)
#define _GL_ATTRIBUTE_NODISCARD
#define _GL_ATTRIBUTE_FALLTHROUGH __attribute__((__fallthrough__))
#define _GL_ATTRIBUTE_NONNULL(x)
#define _GL_ATTRIBUTE_RETURNS_NONNULL
#define _GL_ATTRIBUTE_MALLOC
#define _GL_ATTRIBUTE_ALLOC_SIZE(x)
#define _GL_ATTRIBUTE_DEALLOC(f, i)
#define _GL_ATTRIBUTE_DEALLOC_FREE
#define _GL_ATTRIBUTE_PURE
#define _GL_ATTRIBUTE_CONST
#define _GL_ATTRIBUTE_COLD
#define _GL_ATTRIBUTE_DEPRECATED
#define _GL_ATTRIBUTE_NOTHROW
#define _GL_ATTRIBUTE_ALWAYS_INLINE
#define _GL_ATTRIBUTE_NOINLINE
#define _GL_INLINE        static inline
#define _GL_EXTERN_INLINE static inline
#define _GL_INLINE_HEADER_BEGIN
#define _GL_INLINE_HEADER_END
#define _GL_ARG_NONNULL(x)
#define _GL_WARN_ON_USE(a, b)
#define HAVE_WCHAR_H                1
#define HAVE_WCTYPE_H               1
#define HAVE_LANGINFO_H             1
#define HAVE_UNISTD_H               1
#define HAVE_SYS_PARAM_H            1
#define HAVE_MMAP                   1
#define HAVE_MAP_ANONYMOUS          1
#define HAVE_SYS_MMAN_H             1
#define HAVE_MPROTECT               1
#define HAVE_SETLOCALE              1
#define HAVE_SIGNED_SIG_ATOMIC_T    1
#define HAVE_DECL_ALARM             1
#define HAVE_ALARM                  1
#define HAVE_STRUCT_TM_TM_GMTOFF    1
#define HAVE_TM_GMTOFF              1
#define HAVE_WINT_T                 1
#define HAVE_LONG_LONG_INT          1
#define HAVE_UNSIGNED_LONG_LONG_INT 1
#define HAVE_WEAK_SYMBOLS           1
#define USE_POSIX_THREADS           1
#define HAVE_PTHREAD_H              1
#define FLEXIBLE_ARRAY_MEMBER
#define DBL_EXPBIT0_WORD         1
#define DBL_EXPBIT0_BIT          20
#define DBL_SIGNBIT_WORD         1
#define DBL_SIGNBIT_BIT          31
#define FLT_EXPBIT0_WORD         0
#define FLT_EXPBIT0_BIT          23
#define FLT_SIGNBIT_WORD         0
#define FLT_SIGNBIT_BIT          31
#define LDBL_EXPBIT0_WORD        2
#define LDBL_EXPBIT0_BIT         0
#define LDBL_SIGNBIT_WORD        2
#define LDBL_SIGNBIT_BIT         15
#define memset_explicit(p, c, n) memset(p, c, n)
#define O_BINARY                 0
#define O_TEXT                   0
#define _GL_CMP(n1, n2)          (((n1) > (n2)) - ((n1) < (n2)))
#define _GL_ATTRIBUTE_SENTINEL(x)
#define PROMOTED_MODE_T       mode_t
#define GETTIMEOFDAY_TIMEZONE void
#define statat(fd, n, s)      fstatat(fd, n, s, 0)
#define lstatat(fd, n, s)     fstatat(fd, n, s, AT_SYMLINK_NOFOLLOW)
#define chownat(fd, n, o, g)  fchownat(fd, n, o, g, 0)
#define lchownat(fd, n, o, g) fchownat(fd, n, o, g, AT_SYMLINK_NOFOLLOW)
#define chmodat(fd, n, m)     fchmodat(fd, n, m, 0)

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define rpl_isnanf(number) __builtin_isnan((float)(number))
#define rpl_isnand(number) __builtin_isnan((double)(number))
#define rpl_isnanl(number) __builtin_isnan((long double)(number))

#endif
