/* SPDX-License-Identifier: Apache-2.0
 *
 * The virtual clock. It starts where the session says, stands still while the
 * program computes, moves one microsecond when somebody reads it, and by the
 * whole duration when the program sleeps. So time is a function of what the
 * program did, two readings never agree, and no wait takes real time.
 */
#include "internal/zrt.h"

#define TICK 1000 /* nanoseconds a reading takes */

static int64_t elapsed;

int64_t __zrt_clock_started(void)
{
	return __zrt_boot->clock_seconds * 1000000000 +
	       __zrt_boot->clock_nanoseconds;
}

int64_t __zrt_clock_peek(void)
{
	return __zrt_clock_started() + elapsed;
}

int64_t __zrt_clock_read(void)
{
	elapsed += TICK;
	return __zrt_clock_peek();
}

void __zrt_clock_advance(int64_t nanoseconds)
{
	if (__builtin_add_overflow(elapsed, nanoseconds, &elapsed))
		elapsed = INT64_MAX;
}
