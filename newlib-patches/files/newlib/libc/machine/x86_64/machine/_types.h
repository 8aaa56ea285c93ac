/* SPDX-License-Identifier: Apache-2.0
 *
 * Widths of the system types on the ZeroVM target. They are ABI: sizes,
 * times and inode numbers have 64 bits although long has 32.
 */
#ifndef _MACHINE__TYPES_H
#define _MACHINE__TYPES_H

#include <machine/_default_types.h>

typedef __int64_t _off_t;
#define __machine_off_t_defined

/* The widest position that stdio can hold; the same as off_t. */
typedef __int64_t _fpos_t;
#define __machine_fpos_t_defined

typedef __int64_t __blkcnt_t;
#define __machine_blkcnt_t_defined

typedef __int32_t __blksize_t;
#define __machine_blksize_t_defined

typedef __uint64_t __fsblkcnt_t;
#define __machine_fsblkcnt_t_defined

typedef __uint64_t __fsfilcnt_t;
#define __machine_fsfilcnt_t_defined

typedef __uint64_t __dev_t;
#define __machine_dev_t_defined

typedef __uint64_t __ino_t;
#define __machine_ino_t_defined

typedef __uint32_t __mode_t;
#define __machine_mode_t_defined

typedef __uint32_t __nlink_t;
#define __machine_nlink_t_defined

typedef __uint32_t __uid_t;
#define __machine_uid_t_defined

typedef __uint32_t __gid_t;
#define __machine_gid_t_defined

typedef __int32_t __key_t;
#define __machine_key_t_defined

/* clock() counts microseconds; 32 bits would wrap after 71 minutes. */
#define _CLOCK_T_ __int64_t
#define __machine_clock_t_defined

#define _CLOCKID_T_ int
#define __machine_clockid_t_defined

typedef __int64_t __daddr_t;
#define __machine_daddr_t_defined

typedef __uint64_t __rlim_t;

#endif
