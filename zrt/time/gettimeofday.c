/* SPDX-License-Identifier: Apache-2.0
 *
 * gettimeofday and times, which time() and clock() in the C library read.
 */
#include <sys/times.h>
#include <unistd.h>
#include "internal/thread.h"
#include "internal/timespec.h"
#include "internal/zrt.h"

int _gettimeofday(struct timeval *result, void *zone)
{
	(void)zone;
	__zrt_clock_read();
	if (result)
		*result = __zrt_timeval(__zrt_realtime_peek());
	__zrt_time_passed();
	return 0;
}

int gettimeofday(struct timeval *restrict result, void *restrict zone)
{
	return _gettimeofday(result, zone);
}

clock_t _times(struct tms *result)
{
	int64_t now = __zrt_clock_read();

	if (result)
		*result = (struct tms){.tms_utime = __zrt_cpu_peek() / 1000};
	__zrt_time_passed();
	return (now - __zrt_clock_started()) / 1000;
}
ZRT_POSIX_NAME(times, _times);
