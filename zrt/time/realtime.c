/* SPDX-License-Identifier: Apache-2.0
 *
 * Setting the time of day. The clock below goes on as it did: who sleeps for a
 * while is not disturbed, who waits for a time of day is.
 */
#include "internal/eventfds.h"
#include "internal/signal.h"
#include "internal/zrt.h"

#pragma weak __zrt_timerfd_realtime_moved

void __zrt_realtime_set(int64_t now)
{
	int64_t by = now - __zrt_realtime_peek();

	__zrt_realtime_shift(by);
	__zrt_realtime_moved(by);
	if (__zrt_timer_hooks)
		__zrt_timer_hooks->realtime_moved(by);
	if (&__zrt_timerfd_realtime_moved)
		__zrt_timerfd_realtime_moved(by);
}
