/* SPDX-License-Identifier: Apache-2.0
 *
 * Making threads: pthread_create, pthread_self, pthread_equal.
 */
#include <errno.h>
#include <stdlib.h>
#include "internal/stack.h"
#include "internal/tls.h"
#include "internal/zrt.h"

/* Nanoseconds on the virtual clock, about what it takes elsewhere: a program
 * that makes threads until a time has come does not make too many. */
#define CREATION_TIME 20000

/* What __zrt_switch finds on the stack of a thread that never ran. It returns
 * into thread_main, as if that had been called from address 0, which is where
 * unwinding ends. */
struct first_frame {
	uint32_t mxcsr, control_word;
	uint64_t preserved[6];
	uint64_t start, caller;
};

static void thread_main(void)
{
	struct zrt_thread *self = __zvm_tp;

	__zrt_thread_arrived();
	self->state = ZRT_RUNNING;
	__zrt_signals_deliver();
	__zrt_thread_exit(self->start(self->argument));
}

static uint32_t prepare_stack(char *stack, size_t size)
{
	uintptr_t top = ((uintptr_t)stack + size) & -16u;
	struct first_frame *frame =
	    (struct first_frame *)(top - sizeof(struct first_frame));
	uint16_t control_word;

	*frame = (struct first_frame){.start = (uintptr_t)thread_main};
	/* Rounding modes go from the creator to the created. */
	__asm__("stmxcsr %0" : "=m"(frame->mxcsr));
	__asm__("fnstcw %0" : "=m"(control_word));
	frame->mxcsr &= ~0x3fu;
	frame->control_word = control_word;
	return (uint32_t)(uintptr_t)frame;
}

static int take_stack(struct zrt_thread *thread, const pthread_attr_t *attr)
{
	thread->stack_size = attr->__stack_size;
	thread->guard_size = attr->__guard_size;
	thread->stack = attr->__stack;
	if (thread->stack) {
		thread->guard_size = 0;
		return 0;
	}
	if (thread->stack_size > UINT32_MAX / 2 ||
	    thread->guard_size > UINT32_MAX / 2)
		return EAGAIN;
	thread->stack_size =
	    (thread->stack_size + ZVM_PAGE_SIZE - 1) & -ZVM_PAGE_SIZE;
	thread->guard_size =
	    (thread->guard_size + ZVM_PAGE_SIZE - 1) & -ZVM_PAGE_SIZE;
	thread->stack =
	    __zrt_stack_take(thread->stack_size, thread->guard_size);
	thread->own_stack = true;
	return thread->stack ? 0 : EAGAIN;
}

static void inherit(struct zrt_thread *thread, const pthread_attr_t *attr)
{
	const struct zrt_thread *creator = __zvm_tp;

	thread->mask = creator->mask;
	thread->alternate_stack.ss_flags = SS_DISABLE;
	thread->policy = creator->policy;
	thread->priority = creator->priority;
	if (attr->__inherit == PTHREAD_EXPLICIT_SCHED) {
		thread->policy = attr->__policy;
		thread->priority = attr->__priority;
	}
	thread->rank = thread->policy == SCHED_OTHER ? 0 : thread->priority;
}

struct zrt_thread *__zrt_thread_new(const pthread_attr_t *attr)
{
	int saved = errno;
	void *block = malloc(__zrt_tls_size());
	struct zrt_thread *thread;

	if (!block) {
		errno = saved;
		return NULL;
	}
	thread = __zrt_tls_create(block);
	thread->block = block;
	if (take_stack(thread, attr) || __zrt_thread_register(thread)) {
		if (thread->stack && thread->own_stack)
			__zrt_stack_give(thread->stack, thread->stack_size,
			    thread->guard_size);
		free(block);
		errno = saved;
		return NULL;
	}
	inherit(thread, attr);
	thread->detached = attr->__detached == PTHREAD_CREATE_DETACHED;
	thread->stack_pointer =
	    prepare_stack(thread->stack, thread->stack_size);
	return thread;
}

/* The thread is in no queue and does not run. */
void __zrt_thread_free(struct zrt_thread *thread)
{
	__zrt_thread_forget(thread);
	if (thread->own_stack)
		__zrt_stack_give(
		    thread->stack, thread->stack_size, thread->guard_size);
	free(thread->block);
}

int pthread_create(pthread_t *restrict id, const pthread_attr_t *restrict attr,
    void *(*start)(void *), void *restrict argument)
{
	pthread_attr_t defaults;
	struct zrt_thread *thread;

	if (!attr) {
		pthread_attr_init(&defaults);
		attr = &defaults;
	}
	thread = __zrt_thread_new(attr);
	if (!thread)
		return EAGAIN;
	thread->start = start;
	thread->argument = argument;
	*id = thread->id;
	__zrt_make_ready(thread);
	__zrt_clock_spend(CREATION_TIME);
	__zrt_preempt();
	return 0;
}

pthread_t pthread_self(void)
{
	return __zvm_tp->id;
}

int pthread_equal(pthread_t one, pthread_t other)
{
	return one == other;
}
