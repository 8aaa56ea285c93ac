/* SPDX-License-Identifier: Apache-2.0
 *
 * Exit statuses that mail programs agreed on.
 */
#ifndef _SYSEXITS_H
#define _SYSEXITS_H

#define EX_OK          0
#define EX__BASE       64
#define EX_USAGE       64 /* the command line */
#define EX_DATAERR     65 /* the form of the input */
#define EX_NOINPUT     66 /* no such input, or it cannot be read */
#define EX_NOUSER      67
#define EX_NOHOST      68
#define EX_UNAVAILABLE 69
#define EX_SOFTWARE    70 /* an error in the program itself */
#define EX_OSERR       71 /* no more processes, pipes and so on */
#define EX_OSFILE      72 /* a file of the system */
#define EX_CANTCREAT   73 /* the output */
#define EX_IOERR       74
#define EX_TEMPFAIL    75 /* trying again may help */
#define EX_PROTOCOL    76
#define EX_NOPERM      77
#define EX_CONFIG      78
#define EX__MAX        78

#endif
