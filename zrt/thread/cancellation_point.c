/* SPDX-License-Identifier: Apache-2.0
 *
 * What every call that may wait does about cancellation. Programs without
 * pthread_cancel do not link the end of a thread for it: hence the weak
 * reference, which pthread_cancel's strong one resolves.
 */
#include "internal/thread.h"

#pragma weak __zrt_thread_exit

void __zrt_cancellation_point(void)
{
	if (__zrt_cancel_due(__zvm_tp))
		__zrt_thread_exit(PTHREAD_CANCELED);
}
