/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals inside the process: sending never runs a handler. Handlers run in
 * __zrt_signals_deliver, which a thread calls for itself: in whatever sent to
 * it, when it comes back from a wait or a yield, when it reads a clock.
 */
#ifndef ZRT_INTERNAL_SIGNAL_H
#define ZRT_INTERNAL_SIGNAL_H

#include "internal/thread.h"

#define ZRT_UNMASKABLE (__zrt_bit(SIGKILL) | __zrt_bit(SIGSTOP))

static inline sigset_t __zrt_bit(int signal)
{
	return (sigset_t)1 << (signal - 1);
}

static inline bool __zrt_signal_valid(int signal)
{
	return signal >= 1 && signal < NSIG;
}

extern struct sigaction __zrt_actions[NSIG];

bool __zrt_signal_ignored(int signal); /* by its action or its default */

/* To this thread, or to the process. 0, EAGAIN: no memory to queue it, or
 * ZRT_IGNORED: nothing happened, as it should. */
#define ZRT_IGNORED (-1)
int __zrt_signal_send(struct zrt_thread *thread, const siginfo_t *info);

/* SIGABRT to the calling thread, whatever it blocks. */
void __zrt_raise_abort(void);

/* Take one of these that is pending. */
bool __zrt_signal_take(sigset_t set, siginfo_t *info);
sigset_t __zrt_signals_pending(void);
sigset_t __zrt_process_pending(void); /* for no thread in particular */
/* Its action became to be ignored: forget those that are pending. */
void __zrt_signal_forget(int signal);

/* POSIX timers stop while their signal is pending. Set when there are any. */
struct zrt_timer_hooks {
	void (*taken)(siginfo_t *info);
	void (*heeded)(int signal); /* no longer ignored */
	void (*realtime_moved)(int64_t by);
};
extern const struct zrt_timer_hooks *__zrt_timer_hooks;

/* Where SI_TIMER's siginfo_t keeps what taken() wants to know. */
#define zrt_timer_id    __si_pad[0]
#define zrt_timer_setup __si_pad[1]

#endif
