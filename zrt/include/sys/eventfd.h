/* SPDX-License-Identifier: Apache-2.0
 *
 * A counter behind a descriptor, as on Linux: write adds, read takes all of
 * it, or one with EFD_SEMAPHORE; poll, select and epoll tell.
 */
#ifndef _SYS_EVENTFD_H
#define _SYS_EVENTFD_H

#include <stdint.h>
#include <sys/cdefs.h>

#define EFD_SEMAPHORE 1
#define EFD_NONBLOCK  0x4000  /* O_NONBLOCK */
#define EFD_CLOEXEC   0x40000 /* O_CLOEXEC */

typedef uint64_t eventfd_t;

__BEGIN_DECLS
int eventfd(unsigned value, int flags);
int eventfd_read(int fd, eventfd_t *value);
int eventfd_write(int fd, eventfd_t value);
__END_DECLS

#endif
