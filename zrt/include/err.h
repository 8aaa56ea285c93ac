/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages with the program's name and errno's text, as in 4.4BSD.
 */
#ifndef _ERR_H
#define _ERR_H

#include <stdarg.h>
#include <sys/cdefs.h>

#define __ERR_FORMAT(text, first)                                              \
	__attribute__((__format__(printf, text, first)))

__BEGIN_DECLS
void err(int, const char *, ...) __ERR_FORMAT(2, 3) __dead2;
void errx(int, const char *, ...) __ERR_FORMAT(2, 3) __dead2;
void verr(int, const char *, va_list) __ERR_FORMAT(2, 0) __dead2;
void verrx(int, const char *, va_list) __ERR_FORMAT(2, 0) __dead2;
void vwarn(const char *, va_list) __ERR_FORMAT(1, 0);
void vwarnx(const char *, va_list) __ERR_FORMAT(1, 0);
void warn(const char *, ...) __ERR_FORMAT(1, 2);
void warnx(const char *, ...) __ERR_FORMAT(1, 2);
__END_DECLS

#undef __ERR_FORMAT

#endif
