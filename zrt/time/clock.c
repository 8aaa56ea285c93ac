/* SPDX-License-Identifier: Apache-2.0
 *
 * The virtual clock. It starts where the session says, stands still while the
 * program computes, moves one microsecond when somebody reads it or yields,
 * and goes to the next deadline when every thread waits. So time is a function
 * of what the program did, two readings never agree, and no wait takes real
 * time. Processor time is the microseconds alone, without the waits; they are
 * charged to the thread that runs.
 */
#include "internal/thread.h"
#include "internal/zrt.h"

#define TICK 1000 /* nanoseconds a reading takes */

static int64_t elapsed, cpu_time, realtime_offset;

int64_t __zrt_clock_started(void)
{
	return __zrt_boot->clock_seconds * 1000000000 +
	       __zrt_boot->clock_nanoseconds;
}

int64_t __zrt_clock_peek(void)
{
	return __zrt_clock_started() + elapsed;
}

void __zrt_clock_spend(int64_t time)
{
	elapsed += time;
	cpu_time += time;
	__zvm_tp->cpu_time += time;
}

int64_t __zrt_clock_read(void)
{
	__zrt_clock_spend(TICK);
	return __zrt_clock_peek();
}

int64_t __zrt_realtime_peek(void)
{
	return __zrt_clock_peek() + realtime_offset;
}

void __zrt_realtime_shift(int64_t by)
{
	realtime_offset += by;
}

int64_t __zrt_cpu_peek(void)
{
	return cpu_time;
}

void __zrt_clock_forward(int64_t when)
{
	if (when > __zrt_clock_peek())
		elapsed = when - __zrt_clock_started();
}
