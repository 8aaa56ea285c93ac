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
#endif

__END_DECLS

#endif
