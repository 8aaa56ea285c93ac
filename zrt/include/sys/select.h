/* SPDX-License-Identifier: Apache-2.0
 *
 * select and pselect. A set has room for as many descriptors as a process may
 * have open unless it raises its limit (OPEN_MAX).
 */
#ifndef _SYS_SELECT_H
#define _SYS_SELECT_H

#include <sys/cdefs.h>
#include <sys/_sigset.h>
#include <sys/_timeval.h>
#include <sys/timespec.h>

#if !defined(_SIGSET_T_DECLARED)
#define _SIGSET_T_DECLARED
typedef __sigset_t sigset_t;
#endif

/* <sys/types.h> asks for it. */
#define _SYS_TYPES_FD_SET

#ifndef FD_SETSIZE
#define FD_SETSIZE 1024
#endif

typedef unsigned long __fd_mask;
#define _NFDBITS ((int)sizeof(__fd_mask) * 8)

#if __BSD_VISIBLE
typedef __fd_mask fd_mask;
#define NFDBITS  _NFDBITS
#define fds_bits __fds_bits
#endif

typedef struct fd_set {
	__fd_mask __fds_bits[(FD_SETSIZE + 31) / 32];
} fd_set;

#define __fdset_word(n, set) ((set)->__fds_bits[(unsigned)(n) / _NFDBITS])
#define __fdset_mask(n)      ((__fd_mask)1 << ((unsigned)(n) % _NFDBITS))
#define FD_CLR(n, set)       (__fdset_word(n, set) &= ~__fdset_mask(n))
#define FD_SET(n, set)       (__fdset_word(n, set) |= __fdset_mask(n))
#define FD_ISSET(n, set)     ((__fdset_word(n, set) & __fdset_mask(n)) != 0)
#define FD_ZERO(set)         ((void)__builtin_memset((set), 0, sizeof(*(set))))
#if __BSD_VISIBLE
#define FD_COPY(from, to) ((void)(*(to) = *(from)))
#endif

__BEGIN_DECLS

int select(int __count, fd_set *__read, fd_set *__write, fd_set *__except,
    struct timeval *__timeout);
#if __POSIX_VISIBLE >= 200112
int pselect(int __count, fd_set *__read, fd_set *__write, fd_set *__except,
    const struct timespec *__timeout, const sigset_t *__mask);
#endif

__END_DECLS

#endif
