/* SPDX-License-Identifier: Apache-2.0
 *
 * Sending, pending and delivery. A signal to the process is pending for all of
 * its threads, and the one that is likeliest to take it is woken. One that
 * nobody blocks and whose default ends a process ends the session at once.
 */
#include <errno.h>
#include <stdlib.h>
#include <ucontext.h>
#include "internal/eventfds.h"
#include "internal/signal.h"
#include "internal/zrt.h"

#pragma weak __zrt_signalfd_changed

struct sigaction __zrt_actions[NSIG];
const struct zrt_timer_hooks *__zrt_timer_hooks;

static struct zrt_pending_signals process;

static bool ignored_by_default(int signal)
{
	return signal == SIGCHLD || signal == SIGCONT || signal == SIGURG ||
	       signal == SIGWINCH;
}

bool __zrt_signal_ignored(int signal)
{
	_sig_func_ptr handler = __zrt_actions[signal].sa_handler;

	return handler == SIG_IGN ||
	       (handler == SIG_DFL && ignored_by_default(signal));
}

/* One of the numbers below SIGRTMIN is pending once, the others queue up. */
static int add(struct zrt_pending_signals *pending, const siginfo_t *info)
{
	sigset_t bit = __zrt_bit(info->si_signo);
	struct zrt_sent_signal *sent;
	int saved = errno;

	if (info->si_signo < SIGRTMIN && pending->set & bit)
		return 0;
	sent = malloc(sizeof(*sent));
	errno = saved;
	if (!sent && info->si_signo >= SIGRTMIN)
		return EAGAIN;
	pending->set |= bit;
	if (!sent)
		return 0;
	*sent = (struct zrt_sent_signal){.info = *info};
	if (pending->last)
		pending->last->next = sent;
	else
		pending->first = sent;
	pending->last = sent;
	return 0;
}

/* The first one of this number. Without memory there is only its bit. */
static void take_from(
    struct zrt_pending_signals *pending, int signal, siginfo_t *info)
{
	struct zrt_sent_signal *previous = NULL, *sent = pending->first;
	bool more = false;

	while (sent && sent->info.si_signo != signal) {
		previous = sent;
		sent = sent->next;
	}
	*info =
	    (siginfo_t){.si_signo = signal, .si_code = SI_USER, .si_pid = 1};
	if (sent) {
		*info = sent->info;
		if (previous)
			previous->next = sent->next;
		else
			pending->first = sent->next;
		if (pending->last == sent)
			pending->last = previous;
		for (struct zrt_sent_signal *other = sent->next; other;
		     other = other->next)
			more |= other->info.si_signo == signal;
		free(sent);
	}
	if (!more)
		pending->set &= ~__zrt_bit(signal);
	if (info->si_code == SI_TIMER && __zrt_timer_hooks)
		__zrt_timer_hooks->taken(info);
}

bool __zrt_signal_take(sigset_t set, siginfo_t *info)
{
	struct zrt_pending_signals *own = &__zvm_tp->pending;
	sigset_t candidates = (own->set | process.set) & set;
	int signal;

	if (!candidates)
		return false;
	signal = __builtin_ctzll(candidates) + 1;
	take_from(own->set & __zrt_bit(signal) ? own : &process, signal, info);
	return true;
}

sigset_t __zrt_signals_pending(void)
{
	return __zvm_tp->pending.set | process.set;
}

sigset_t __zrt_process_pending(void)
{
	return process.set;
}

static void forget_in(struct zrt_pending_signals *pending, int signal)
{
	siginfo_t info;

	while (pending->set & __zrt_bit(signal))
		take_from(pending, signal, &info);
}

void __zrt_signal_forget(int signal)
{
	forget_in(&process, signal);
	for (struct zrt_thread *thread = __zrt_threads; thread;
	     thread = thread->next)
		forget_in(&thread->pending, signal);
}

void __zrt_signals_free(struct zrt_thread *thread)
{
	while (thread->pending.set)
		forget_in(
		    &thread->pending, __builtin_ctzll(thread->pending.set) + 1);
}

static bool takes(const struct zrt_thread *thread, int signal)
{
	return thread->state != ZRT_ENDED &&
	       !(thread->mask & __zrt_bit(signal));
}

static bool awaits(const struct zrt_thread *thread, int signal)
{
	return thread->state != ZRT_ENDED &&
	       thread->awaited & __zrt_bit(signal);
}

/* Of the process's threads: who waits for just this, the sender if there is
 * one, the oldest that does not block it. */
static struct zrt_thread *receiver(const siginfo_t *info)
{
	int signal = info->si_signo;
	struct zrt_thread *found = NULL;

	for (struct zrt_thread *thread = __zrt_threads; thread;
	     thread = thread->next) {
		if (awaits(thread, signal))
			return thread;
		if (!found && takes(thread, signal))
			found = thread;
	}
	return info->si_code != SI_TIMER && takes(__zvm_tp, signal) ? __zvm_tp
								    : found;
}

int __zrt_signal_send(struct zrt_thread *thread, const siginfo_t *info)
{
	int signal = info->si_signo, error;
	struct zrt_thread *to = thread ? thread : receiver(info);
	bool awaited = to && awaits(to, signal);
	bool open = to && takes(to, signal);

	if (signal == SIGKILL || signal == SIGSTOP)
		__zrt_die(signal);
	if (open && !awaited && __zrt_signal_ignored(signal))
		return ZRT_IGNORED;
	if (open && !awaited && __zrt_actions[signal].sa_handler == SIG_DFL)
		__zrt_die(signal);
	error = add(thread || awaited ? &to->pending : &process, info);
	if (!error && &__zrt_signalfd_changed)
		__zrt_signalfd_changed();
	if (!error && (open || awaited) && to->state == ZRT_WAITING)
		__zrt_wake_thread(to, ZRT_AGAIN);
	return error;
}

struct call {
	struct sigaction action;
	siginfo_t info;
	ucontext_t context; /* of who was interrupted: the handler's third
			     * argument, whose mask holds afterwards */
};

static void call(void *argument)
{
	struct call *call = argument;

	if (call->action.sa_flags & SA_SIGINFO)
		call->action.sa_sigaction(
		    call->info.si_signo, &call->info, &call->context);
	else
		call->action.sa_handler(call->info.si_signo);
}

static bool on_alternate_stack(const struct zrt_thread *thread)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	return here - (uintptr_t)thread->alternate_stack.ss_sp <
	       thread->alternate_stack.ss_size;
}

static void call_handler(struct zrt_thread *self, struct call *what)
{
	const stack_t *stack = &self->alternate_stack;

	if (what->action.sa_flags & SA_ONSTACK &&
	    !(stack->ss_flags & SS_DISABLE) && !on_alternate_stack(self))
		__zrt_call_on_stack(
		    call, what, (char *)stack->ss_sp + stack->ss_size);
	else
		call(what);
}

static enum zrt_handled act(const siginfo_t *info)
{
	struct zrt_thread *self = __zvm_tp;
	int signal = info->si_signo;
	struct call what = {.action = __zrt_actions[signal], .info = *info};
	sigset_t saved = self->mask;

	if (__zrt_signal_ignored(signal))
		return ZRT_HANDLED_NONE;
	if (what.action.sa_handler == SIG_DFL)
		__zrt_die(signal);
	/* What was interrupted is a call of the program's own. */
	what.context.uc_sigmask = saved;
	what.context.uc_stack = self->alternate_stack;
	what.context.uc_mcontext.__rip = (uintptr_t)__builtin_return_address(0);
	what.context.uc_mcontext.__rsp = (uintptr_t)__builtin_frame_address(0);
	__zrt_clock_read(); /* time goes on for who sends until it has come */
	if (what.action.sa_flags & SA_RESETHAND)
		__zrt_actions[signal].sa_handler = SIG_DFL;
	self->mask |= what.action.sa_mask & ~ZRT_UNMASKABLE;
	if (!(what.action.sa_flags & SA_NODEFER))
		self->mask |= __zrt_bit(signal);
	call_handler(self, &what);
	self->mask = what.context.uc_sigmask & ~ZRT_UNMASKABLE;
	return what.action.sa_flags & SA_RESTART ? ZRT_HANDLED_RESTART
						 : ZRT_HANDLED;
}

enum zrt_handled __zrt_signals_deliver(void)
{
	struct zrt_thread *self = __zvm_tp;
	enum zrt_handled result = ZRT_HANDLED_NONE;
	siginfo_t info;

	while (__zrt_signal_take(~self->mask, &info)) {
		enum zrt_handled handled = act(&info);

		if (handled > result)
			result = handled;
	}
	return result;
}
