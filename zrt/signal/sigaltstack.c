/* SPDX-License-Identifier: Apache-2.0
 *
 * The stack on which handlers with SA_ONSTACK run. Overflow of a stack ends
 * the session here, so it cannot be used to survive one.
 */
#include <errno.h>
#include "internal/signal.h"

static bool in_use(const stack_t *stack)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	return !(stack->ss_flags & SS_DISABLE) &&
	       here - (uintptr_t)stack->ss_sp < stack->ss_size;
}

int sigaltstack(const stack_t *restrict wanted, stack_t *restrict old)
{
	stack_t *stack = &__zvm_tp->alternate_stack;
	bool used = in_use(stack);

	if (wanted && used)
		errno = EPERM;
	else if (wanted && wanted->ss_flags != 0 &&
		 wanted->ss_flags != SS_DISABLE &&
		 wanted->ss_flags != SS_ONSTACK)
		errno = EINVAL;
	else if (wanted && !(wanted->ss_flags & SS_DISABLE) &&
		 wanted->ss_size < MINSIGSTKSZ)
		errno = ENOMEM;
	else
		goto valid;
	return -1;
valid:
	if (old) {
		*old = *stack;
		old->ss_flags = used ? SS_ONSTACK : stack->ss_flags;
	}
	if (wanted && wanted->ss_flags == SS_DISABLE)
		*stack = (stack_t){.ss_flags = SS_DISABLE};
	else if (wanted)
		*stack = (stack_t){
		    .ss_sp = wanted->ss_sp, .ss_size = wanted->ss_size};
	return 0;
}
