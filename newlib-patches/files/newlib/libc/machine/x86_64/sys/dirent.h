/* SPDX-License-Identifier: Apache-2.0
 *
 * Directory entries of the ZeroVM target. DIR is private to zrt, which
 * implements every function of <dirent.h>.
 */
#ifndef _SYS_DIRENT_H
#define _SYS_DIRENT_H

#include <sys/cdefs.h>
#include <sys/types.h>

struct dirent {
	ino_t d_ino;
	off_t d_off; /* telldir's position after this entry */
	unsigned short d_reclen;
	unsigned char d_type;
	char d_name[256];
};

typedef struct __zrt_dir DIR;

#define _DIRENT_HAVE_D_TYPE
#define _DIRENT_HAVE_D_OFF
#define _DIRENT_HAVE_D_RECLEN

#if __MISC_VISIBLE || __BSD_VISIBLE
#define d_fileno d_ino
#endif

#define DT_UNKNOWN 0
#define DT_FIFO    1
#define DT_CHR     2
#define DT_DIR     4
#define DT_BLK     6
#define DT_REG     8
#define DT_LNK     10
#define DT_SOCK    12

#if __MISC_VISIBLE || __BSD_VISIBLE
#define IFTODT(mode)   (((mode)&0170000) >> 12)
#define DTTOIF(dirent) ((dirent) << 12)
#endif

#endif
