/* SPDX-License-Identifier: Apache-2.0
 *
 * abort: a handler for SIGABRT runs first, and may leave by longjmp. If it
 * returns, the session ends all the same.
 */
#include <stdlib.h>
#include "internal/signal.h"
#include "internal/zrt.h"

void abort(void)
{
	sigset_t set = __zrt_bit(SIGABRT);

	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	raise(SIGABRT);
	__zrt_die(SIGABRT);
}
