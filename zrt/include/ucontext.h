/* SPDX-License-Identifier: Apache-2.0
 *
 * Contexts of execution: cooperative switching of stacks.
 */
#ifndef _UCONTEXT_H
#define _UCONTEXT_H

#include <signal.h>
#include <sys/cdefs.h>

/* What a call preserves; eight bytes each. The order is that of
 * context/registers.S. */
typedef struct {
	unsigned long long __rbx, __rbp, __r12, __r13, __r14, __r15;
	unsigned long long __rsp, __rip;
	unsigned __mxcsr;
	unsigned short __x87_control;
	unsigned short __reserved;
} mcontext_t;

typedef struct __ucontext {
	struct __ucontext *uc_link;
	sigset_t uc_sigmask;
	stack_t uc_stack;
	mcontext_t uc_mcontext;
} ucontext_t;

__BEGIN_DECLS
int getcontext(ucontext_t *);
void makecontext(ucontext_t *, void (*)(void), int, ...);
int setcontext(const ucontext_t *);
int swapcontext(ucontext_t *__restrict, const ucontext_t *__restrict);
__END_DECLS

#endif
