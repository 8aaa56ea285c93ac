/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals: the C library's declarations, in <sys/signal.h>, and what they
 * lack. All signals are sent by the program itself (docs/zrt.md, Signals).
 */
#ifndef _SIGNAL_H_
#define _SIGNAL_H_

#include <sys/cdefs.h>
#include <sys/signal.h>

__BEGIN_DECLS

typedef int sig_atomic_t;

#define SIG_DFL ((_sig_func_ptr)0)
#define SIG_IGN ((_sig_func_ptr)1)
#define SIG_ERR ((_sig_func_ptr)-1)

_sig_func_ptr signal(int __signal, _sig_func_ptr __handler);
int raise(int __signal);

#if __POSIX_VISIBLE >= 200809
void psignal(int __signal, const char *__text);
void psiginfo(const siginfo_t *__info, const char *__text);
#endif

/* si_code of signals that processors and children cause: programs name them,
 * nothing in here sends them. */
#define ILL_ILLOPC    1
#define ILL_ILLOPN    2
#define ILL_ILLADR    3
#define ILL_ILLTRP    4
#define ILL_PRVOPC    5
#define ILL_PRVREG    6
#define ILL_COPROC    7
#define ILL_BADSTK    8
#define FPE_INTDIV    1
#define FPE_INTOVF    2
#define FPE_FLTDIV    3
#define FPE_FLTOVF    4
#define FPE_FLTUND    5
#define FPE_FLTRES    6
#define FPE_FLTINV    7
#define FPE_FLTSUB    8
#define SEGV_MAPERR   1
#define SEGV_ACCERR   2
#define BUS_ADRALN    1
#define BUS_ADRERR    2
#define BUS_OBJERR    3
#define TRAP_BRKPT    1
#define TRAP_TRACE    2
#define CLD_EXITED    1
#define CLD_KILLED    2
#define CLD_DUMPED    3
#define CLD_TRAPPED   4
#define CLD_STOPPED   5
#define CLD_CONTINUED 6
#define POLL_IN       1
#define POLL_OUT      2
#define POLL_MSG      3
#define POLL_ERR      4
#define POLL_PRI      5
#define POLL_HUP      6

#if __XSI_VISIBLE || __BSD_VISIBLE
#define SIG_HOLD ((_sig_func_ptr)2)

int sighold(int __signal);
int sigignore(int __signal);
int siginterrupt(int __signal, int __flag);
int sigrelse(int __signal);
_sig_func_ptr sigset(int __signal, _sig_func_ptr __disposition);
#endif

#if __BSD_VISIBLE
typedef _sig_func_ptr sig_t;
#endif
#if __GNU_VISIBLE
typedef _sig_func_ptr sighandler_t;

int sigandset(sigset_t *__set, const sigset_t *__left, const sigset_t *__right);
int sigisemptyset(const sigset_t *__set);
int sigorset(sigset_t *__set, const sigset_t *__left, const sigset_t *__right);
#endif

__END_DECLS

#endif
