/* SPDX-License-Identifier: Apache-2.0
 *
 * abort: a handler for SIGABRT runs first, and may leave by longjmp. If it
 * returns, the session ends all the same.
 */
#include <stdlib.h>
#include "internal/signal.h"
#include "internal/zrt.h"

/* Linked with sigaction; until then there is no handler. */
#pragma weak __zrt_raise_abort

void abort(void)
{
	if (__zrt_raise_abort)
		__zrt_raise_abort();
	__zrt_die(SIGABRT);
}
