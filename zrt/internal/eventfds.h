/* SPDX-License-Identifier: Apache-2.0
 *
 * What the machinery tells descriptors of timers and signals. Both exist only
 * in programs that make such descriptors: refer to them weakly.
 */
#ifndef ZRT_INTERNAL_EVENTFDS_H
#define ZRT_INTERNAL_EVENTFDS_H

#include <stdint.h>

/* CLOCK_REALTIME was set forward by so much. */
void __zrt_timerfd_realtime_moved(int64_t by);
/* A signal is pending now. */
void __zrt_signalfd_changed(void);

#endif
