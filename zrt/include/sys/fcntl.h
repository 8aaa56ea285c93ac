/* SPDX-License-Identifier: Apache-2.0
 *
 * The C library's <fcntl.h>, and what this system has beyond it: flags of
 * open, locks that belong to an open file, renameat2 and its like.
 */
#ifndef _SYS_FCNTL_H
#define _SYS_FCNTL_H

#include <sys/_default_fcntl.h>

#if __POSIX_VISIBLE >= 200112
#define POSIX_FADV_NORMAL     0
#define POSIX_FADV_RANDOM     1
#define POSIX_FADV_SEQUENTIAL 2
#define POSIX_FADV_WILLNEED   3
#define POSIX_FADV_DONTNEED   4
#define POSIX_FADV_NOREUSE    5
#endif
#if __POSIX_VISIBLE >= 200809
#define O_TTY_INIT 0 /* a terminal always is as POSIX wants it */
#endif

#if __GNU_VISIBLE
#define O_TMPFILE (0x800000 | O_DIRECTORY)
#define O_NOATIME 0x1000000
#define O_PATH    0x2000000

/* Locks of an open file, not of the process. */
#define F_OFD_GETLK  36
#define F_OFD_SETLK  37
#define F_OFD_SETLKW 38

#define F_SETPIPE_SZ 1031
#define F_GETPIPE_SZ 1032

#define AT_NO_AUTOMOUNT 0x0800

/* Of renameat2, which <stdio.h> declares. */
#define RENAME_NOREPLACE 1
#define RENAME_EXCHANGE  2

#define FALLOC_FL_KEEP_SIZE      0x01
#define FALLOC_FL_PUNCH_HOLE     0x02
#define FALLOC_FL_COLLAPSE_RANGE 0x08 /* EOPNOTSUPP */
#define FALLOC_FL_ZERO_RANGE     0x10
#define FALLOC_FL_INSERT_RANGE   0x20 /* EOPNOTSUPP */

typedef off_t loff_t;

#define R_OK 4
#define W_OK 2
#define X_OK 1
#define F_OK 0
#endif

#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif

__BEGIN_DECLS

#if __POSIX_VISIBLE >= 200112
int posix_fadvise(int __fd, off_t __offset, off_t __size, int __advice);
int posix_fallocate(int __fd, off_t __offset, off_t __size);
#endif
#if __GNU_VISIBLE
int renameat2(int __from_dirfd, const char *__from, int __to_dirfd,
    const char *__to, unsigned int __flags);
int fallocate(int __fd, int __mode, off_t __offset, off_t __size);
#endif

__END_DECLS

#endif
