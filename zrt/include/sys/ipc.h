/* SPDX-License-Identifier: Apache-2.0
 *
 * System V communication between processes. There is one process: of these
 * headers only the definitions are here, the functions are absent.
 */
#ifndef _SYS_IPC_H
#define _SYS_IPC_H

#include <sys/cdefs.h>
#include <sys/types.h>

#define IPC_PRIVATE ((key_t)0)
#define IPC_CREAT   01000
#define IPC_EXCL    02000
#define IPC_NOWAIT  04000
#define IPC_RMID    0
#define IPC_SET     1
#define IPC_STAT    2

struct ipc_perm {
	uid_t uid;
	gid_t gid;
	uid_t cuid;
	gid_t cgid;
	mode_t mode;
};

__BEGIN_DECLS
key_t ftok(const char *, int);
__END_DECLS

#endif
