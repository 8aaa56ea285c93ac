/* SPDX-License-Identifier: Apache-2.0
 *
 * gettimeofday and times, which time() and clock() in the C library read.
 */
#include <sys/time.h>
#include <sys/times.h>
#include <unistd.h>
#include "internal/zrt.h"

int _gettimeofday(struct timeval *result, void *zone)
{
	int64_t now;

	(void)zone;
	if (result) {
		now = __zrt_clock_read();
		result->tv_sec = now / 1000000000;
		result->tv_usec = (long)(now % 1000000000 / 1000);
	}
	return 0;
}

int gettimeofday(struct timeval *restrict result, void *restrict zone)
{
	return _gettimeofday(result, zone);
}

clock_t _times(struct tms *result)
{
	clock_t ticks = (__zrt_clock_read() - __zrt_clock_started()) / 1000;

	if (result) {
		result->tms_utime = ticks;
		result->tms_stime = 0;
		result->tms_cutime = 0;
		result->tms_cstime = 0;
	}
	return ticks;
}
ZRT_POSIX_NAME(times, _times);
