/* SPDX-License-Identifier: Apache-2.0
 *
 * The status of a process, as others report it. There are no children to wait
 * for: the functions are absent.
 */
#ifndef _SYS_WAIT_H
#define _SYS_WAIT_H

#include <signal.h>
#include <sys/_status.h>
#include <sys/cdefs.h>
#include <sys/resource.h>
#include <sys/types.h>

#define WSTOPPED   2
#define WEXITED    4
#define WCONTINUED 8
#define WNOWAIT    0x1000000

#define WIFCONTINUED(status) ((status) == 0xffff)
#if __MISC_VISIBLE
#define WCOREDUMP(status)    ((status)&0x80)
#define W_EXITCODE(ret, sig) ((ret) << 8 | (sig))
#endif

typedef enum { P_ALL, P_PID, P_PGID } idtype_t;

__BEGIN_DECLS
pid_t wait(int *);
int waitid(idtype_t, id_t, siginfo_t *, int);
pid_t waitpid(pid_t, int *, int);
#if __MISC_VISIBLE
pid_t wait3(int *, int, struct rusage *);
pid_t wait4(pid_t, int *, int, struct rusage *);
#endif
__END_DECLS

#endif
