/* SPDX-License-Identifier: Apache-2.0
 *
 * getcontext, setcontext, swapcontext, makecontext: what registers.S leaves to
 * do, which is the signal mask and the first frame of a new stack.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#define IN_REGISTERS 6

_Static_assert(
    offsetof(ucontext_t, uc_mcontext) == 32, "as registers.S has it");

void __zrt_context_load(const ucontext_t *context) __attribute__((noreturn));
void __zrt_context_start(void);
int __zrt_context_saved(ucontext_t *context);
int __zrt_context_switch(ucontext_t *from, const ucontext_t *to);
void __zrt_context_end(const ucontext_t *next) __attribute__((noreturn));

int __zrt_context_saved(ucontext_t *context)
{
	return sigprocmask(SIG_BLOCK, NULL, &context->uc_sigmask);
}

int __zrt_context_switch(ucontext_t *from, const ucontext_t *to)
{
	sigprocmask(SIG_SETMASK, &to->uc_sigmask, &from->uc_sigmask);
	__zrt_context_load(to);
}

int setcontext(const ucontext_t *context)
{
	sigprocmask(SIG_SETMASK, &context->uc_sigmask, NULL);
	__zrt_context_load(context);
}

void __zrt_context_end(const ucontext_t *next)
{
	if (next)
		setcontext(next);
	exit(0);
}

void makecontext(ucontext_t *context, void (*function)(void), int count, ...)
{
	uintptr_t top =
	    ((uintptr_t)context->uc_stack.ss_sp + context->uc_stack.ss_size) &
	    -16u;
	int on_stack = count > IN_REGISTERS ? count - IN_REGISTERS : 0;
	uint64_t *registers = (uint64_t *)top - IN_REGISTERS;
	uint64_t *rest = registers - ((on_stack + 1) & -2);
	va_list arguments;

	va_start(arguments, count);
	for (int i = 0; i < count; i++) {
		uint64_t value = va_arg(arguments, unsigned);

		if (i < IN_REGISTERS)
			registers[i] = value;
		else
			rest[i - IN_REGISTERS] = value;
	}
	va_end(arguments);
	context->uc_mcontext.__rbx = (uintptr_t)function;
	context->uc_mcontext.__rbp = 0;
	context->uc_mcontext.__r12 = (uintptr_t)registers;
	context->uc_mcontext.__r13 = (uintptr_t)context->uc_link;
	context->uc_mcontext.__rsp = (uintptr_t)rest;
	context->uc_mcontext.__rip = (uintptr_t)__zrt_context_start;
}
