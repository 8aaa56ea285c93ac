/* SPDX-License-Identifier: Apache-2.0
 *
 * flock, which <fcntl.h> declares, with its constants.
 */
#ifndef _SYS_FILE_H
#define _SYS_FILE_H

#include <sys/cdefs.h>
#include <sys/fcntl.h>

#ifndef LOCK_SH
#define LOCK_SH 0x01
#define LOCK_EX 0x02
#define LOCK_NB 0x04
#define LOCK_UN 0x08

__BEGIN_DECLS
int flock(int __fd, int __operation);
__END_DECLS
#endif

#endif
