/* SPDX-License-Identifier: Apache-2.0
 *
 * Vectored reading and writing.
 */
#ifndef _SYS_UIO_H
#define _SYS_UIO_H

#include <sys/cdefs.h>
#include <sys/types.h>

__BEGIN_DECLS

struct iovec {
	void *iov_base;
	size_t iov_len;
};

ssize_t readv(int __fd, const struct iovec *__parts, int __count);
ssize_t writev(int __fd, const struct iovec *__parts, int __count);
#if __MISC_VISIBLE
ssize_t preadv(
    int __fd, const struct iovec *__parts, int __count, off_t __offset);
ssize_t pwritev(
    int __fd, const struct iovec *__parts, int __count, off_t __offset);
#endif

__END_DECLS

#endif
