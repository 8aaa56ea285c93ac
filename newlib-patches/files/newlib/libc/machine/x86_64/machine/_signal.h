/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals of the ZeroVM target, included by <sys/signal.h>. The numbers are
 * those of Linux: a session that ends by signal n has exit status 128 + n,
 * and scripts read that the Linux way. All signals are raised by the program
 * itself.
 */
#ifndef _MACHINE__SIGNAL_H
#define _MACHINE__SIGNAL_H

#define SIGHUP    1
#define SIGINT    2
#define SIGQUIT   3
#define SIGILL    4
#define SIGTRAP   5
#define SIGABRT   6
#define SIGIOT    SIGABRT
#define SIGBUS    7
#define SIGFPE    8
#define SIGKILL   9
#define SIGUSR1   10
#define SIGSEGV   11
#define SIGUSR2   12
#define SIGPIPE   13
#define SIGALRM   14
#define SIGTERM   15
#define SIGCHLD   17
#define SIGCLD    SIGCHLD
#define SIGCONT   18
#define SIGSTOP   19
#define SIGTSTP   20
#define SIGTTIN   21
#define SIGTTOU   22
#define SIGURG    23
#define SIGXCPU   24
#define SIGXFSZ   25
#define SIGVTALRM 26
#define SIGPROF   27
#define SIGWINCH  28
#define SIGIO     29
#define SIGPOLL   SIGIO
#define SIGPWR    30
#define SIGSYS    31

#define SIGRTMIN 32
#define SIGRTMAX 64
#define NSIG     65
#define _NSIG    NSIG

#define SA_NOCLDSTOP 0x0001
#define SA_NOCLDWAIT 0x0002
#define SA_SIGINFO   0x0004
#define SA_ONSTACK   0x0008
#define SA_RESTART   0x0010
#define SA_NODEFER   0x0020
#define SA_RESETHAND 0x0040

typedef void (*_sig_func_ptr)(int);

struct sigaction {
	union {
		_sig_func_ptr _handler;
#if defined(_POSIX_REALTIME_SIGNALS) || __POSIX_VISIBLE >= 199309
		void (*_sigaction)(int, siginfo_t *, void *);
#endif
	} _signal_handlers;
	sigset_t sa_mask;
	int sa_flags;
};

#define sa_handler   _signal_handlers._handler
#define sa_sigaction _signal_handlers._sigaction

#endif
