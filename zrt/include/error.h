/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages with the program's name and a chosen error's text, as in GNU.
 */
#ifndef _ERROR_H
#define _ERROR_H

#include <sys/cdefs.h>

__BEGIN_DECLS
/* A status that is not 0 ends the program. */
void error(int __status, int __errnum, const char *, ...)
    __attribute__((format(printf, 3, 4)));
void error_at_line(int __status, int __errnum, const char *__file,
    unsigned __line, const char *, ...) __attribute__((format(printf, 5, 6)));

extern unsigned error_message_count;
extern int error_one_per_line;
extern void (*error_print_progname)(void);
__END_DECLS

#endif
