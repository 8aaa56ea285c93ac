/* SPDX-License-Identifier: Apache-2.0
 *
 * Size and use of a file system.
 */
#ifndef _SYS_STATVFS_H
#define _SYS_STATVFS_H

#include <sys/cdefs.h>
#include <sys/types.h>

#define ST_RDONLY 1
#define ST_NOSUID 2
#if __GNU_VISIBLE
#define ST_NODEV      4
#define ST_NOEXEC     8
#define ST_NOATIME    1024
#define ST_NODIRATIME 2048
#define ST_RELATIME   4096
#endif

__BEGIN_DECLS

struct statvfs {
	unsigned long f_bsize;
	unsigned long f_frsize; /* what f_blocks counts */
	fsblkcnt_t f_blocks;
	fsblkcnt_t f_bfree;
	fsblkcnt_t f_bavail;
	fsfilcnt_t f_files;
	fsfilcnt_t f_ffree;
	fsfilcnt_t f_favail;
	unsigned long f_fsid;
	unsigned long f_flag;
	unsigned long f_namemax;
};

int statvfs(const char *__restrict __path, struct statvfs *__restrict __result);
int fstatvfs(int __fd, struct statvfs *__result);

__END_DECLS

#endif
