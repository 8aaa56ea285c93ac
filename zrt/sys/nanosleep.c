/* SPDX-License-Identifier: Apache-2.0
 *
 * nanosleep, clock_nanosleep: the clock jumps. sleep and usleep in the C
 * library come here.
 */
#include <errno.h>
#include <time.h>
#include "internal/zrt.h"

static int64_t nanoseconds(const struct timespec *time)
{
	if (time->tv_sec > INT64_MAX / 1000000000 - 1)
		return INT64_MAX;
	return time->tv_sec * 1000000000 + time->tv_nsec;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
    struct timespec *left)
{
	struct timespec now;
	int64_t wait;
	int saved = errno;

	(void)left; /* nothing interrupts */
	if (time->tv_nsec < 0 || time->tv_nsec >= 1000000000 ||
	    (!(flags & TIMER_ABSTIME) && time->tv_sec < 0))
		return EINVAL;
	if (clock_gettime(clock, &now)) {
		errno = saved;
		return EINVAL;
	}
	wait = nanoseconds(time);
	if (flags & TIMER_ABSTIME)
		wait -= nanoseconds(&now);
	if (wait > 0)
		__zrt_clock_advance(wait);
	return 0;
}

int nanosleep(const struct timespec *time, struct timespec *left)
{
	int error = clock_nanosleep(CLOCK_REALTIME, 0, time, left);

	if (error)
		errno = error;
	return error ? -1 : 0;
}
