/* SPDX-License-Identifier: Apache-2.0
 *
 * The end of a thread: its frames are left from the innermost out, running
 * cleanup handlers and C++ destructors in the order in which they were nested;
 * then come thread-specific data, robust mutexes and whoever joins.
 *
 * Leaving the frames is the unwinder's work, if the program has one: C++
 * programs do. Without it there are only cleanup handlers, which have a list
 * of their own.
 */
#include <errno.h>
#include <stdlib.h>
#include "internal/fd.h"
#include "internal/stack.h"
#include "internal/thread.h"
#include "internal/zrt.h"

/* The Itanium C++ ABI's unwinder, as far as it is used here. <unwind.h> comes
 * with libgcc, which is built after this. */
struct _Unwind_Exception;
struct _Unwind_Context;

#define UA_END_OF_STACK 16
#define URC_NO_REASON   0

typedef int (*unwind_stop)(int version, int actions, uint64_t class,
    struct _Unwind_Exception *, struct _Unwind_Context *, void *parameter);

/* The head of struct _Unwind_Exception. */
struct unwinding_head {
	uint64_t class;
	void (*cleanup)(int reason, struct _Unwind_Exception *);
};

__attribute__((weak)) int _Unwind_ForcedUnwind(
    struct _Unwind_Exception *, unwind_stop, void *parameter);
__attribute__((weak)) uintptr_t _Unwind_GetCFA(struct _Unwind_Context *);

/* The thread that ended last: its stack can be given back only once another
 * one is in use. */
static struct zrt_thread *departed;

void __zrt_thread_arrived(void)
{
	struct zrt_thread *gone = departed;

	if (!gone)
		return;
	departed = NULL;
	if (gone->detached) {
		__zrt_thread_free(gone);
	} else if (gone->own_stack) {
		__zrt_stack_give(
		    gone->stack, gone->stack_size, gone->guard_size);
		gone->own_stack = false;
	}
}

static void run_cleanup(struct zrt_thread *self, uintptr_t below)
{
	while (self->cleanup && (uintptr_t)self->cleanup < below) {
		struct __pthread_cleanup *entry = self->cleanup;

		self->cleanup = entry->__next;
		entry->__routine(entry->__argument);
	}
}

static void finish(struct zrt_thread *self) __attribute__((noreturn));

/* Called before each frame is left. context knows the frame's own stack
 * pointer: handlers that lie below it belong to frames that are gone. */
static int left_a_frame(int version, int actions, uint64_t class,
    struct _Unwind_Exception *exception, struct _Unwind_Context *context,
    void *parameter)
{
	struct zrt_thread *self = parameter;

	(void)version;
	(void)class;
	(void)exception;
	if (actions & UA_END_OF_STACK)
		finish(self);
	run_cleanup(self, _Unwind_GetCFA(context));
	return URC_NO_REASON;
}

static void swallowed(int reason, struct _Unwind_Exception *exception)
{
	(void)reason;
	(void)exception;
	__zrt_message("zrt: error: a catch (...) kept a thread that was "
		      "cancelled or called pthread_exit from ending\n"
		      "zrt: hint: let it throw on, with `throw;`\n");
	abort();
}

static void finish(struct zrt_thread *self)
{
	run_cleanup(self, UINTPTR_MAX);
	__zrt_keys_end(self);
	__zrt_mutexes_end(self);
	__zrt_library_end();
	__zrt_signals_free(self);
	if (__zrt_threads_live == 1)
		exit(0);
	__zrt_threads_live--;
	self->state = ZRT_ENDED;
	if (!self->detached)
		__zrt_wake_all(&self->joiners);
	departed = self;
	__zrt_leave();
}

void __zrt_thread_exit(void *result)
{
	struct zrt_thread *self = __zvm_tp;
	struct unwinding_head *head = (struct unwinding_head *)&self->unwinding;

	self->result = result;
	self->cancel_disabled = true;
	self->cancel_async = false;
	if (self->pinned) {
		__zrt_file_drop(self->pinned);
		self->pinned = NULL;
	}
	if (!self->ending && _Unwind_ForcedUnwind) {
		self->ending = true;
		head->class = 0;
		head->cleanup = swallowed;
		_Unwind_ForcedUnwind(
		    (struct _Unwind_Exception *)head, left_a_frame, self);
	}
	self->ending = true;
	finish(self); /* also when frames could not be unwound */
}

void pthread_exit(void *result)
{
	__zrt_thread_exit(result);
}
