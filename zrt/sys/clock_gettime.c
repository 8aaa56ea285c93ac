/* SPDX-License-Identifier: Apache-2.0
 *
 * clock_gettime, clock_getres, clock_settime for all clocks. They differ only
 * in their zero: since 1970, or since the start of the session. Processor time
 * is time on the virtual clock, as if nothing else ran.
 */
#include <errno.h>
#include <time.h>
#include "internal/zrt.h"

static int64_t zero_of(clockid_t clock)
{
	return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE
		   ? 0
		   : __zrt_clock_started();
}

static int known(clockid_t clock)
{
	if (clock >= CLOCK_REALTIME_COARSE && clock <= CLOCK_BOOTTIME)
		return 1;
	errno = EINVAL;
	return 0;
}

int clock_gettime(clockid_t clock, struct timespec *result)
{
	int64_t now;

	if (!known(clock))
		return -1;
	now = __zrt_clock_read() - zero_of(clock);
	result->tv_sec = now / 1000000000;
	result->tv_nsec = (long)(now % 1000000000);
	return 0;
}

int clock_getres(clockid_t clock, struct timespec *result)
{
	if (!known(clock))
		return -1;
	if (result) {
		result->tv_sec = 0;
		result->tv_nsec = 1000;
	}
	return 0;
}

int clock_settime(clockid_t clock, const struct timespec *value)
{
	(void)value;
	if (!known(clock))
		return -1;
	errno = clock == CLOCK_REALTIME ? EPERM : EINVAL;
	return -1;
}
