/* SPDX-License-Identifier: Apache-2.0
 *
 * setitimer, getitimer, alarm, ualarm. ITIMER_REAL is on the clock, the other
 * two on the processor time of the process.
 */
#include <errno.h>
#include <sys/time.h>
#include <unistd.h>
#include "internal/interval.h"
#include "internal/thread.h"
#include "internal/timespec.h"
#include "internal/zrt.h"

#define MICROSECOND 1000

static bool valid(int which)
{
	if (which >= ITIMER_REAL && which <= ITIMER_PROF)
		return true;
	errno = EINVAL;
	return false;
}

static int64_t nanoseconds(const struct timeval *time)
{
	struct timespec spec = {
	    .tv_sec = time->tv_sec, .tv_nsec = time->tv_usec * MICROSECOND};

	return __zrt_nanoseconds(&spec);
}

static bool valid_time(const struct timeval *time)
{
	return time->tv_sec >= 0 && time->tv_usec >= 0 &&
	       time->tv_usec < 1000000;
}

/* A timer that runs never reads as 0: that would mean it does not. */
static int64_t left(struct zrt_posix_timer *timer)
{
	int64_t time = __zrt_posix_timer_left(timer);

	return time && time < MICROSECOND ? MICROSECOND : time;
}

static void set(struct zrt_posix_timer *timer, int64_t value, int64_t interval)
{
	__zrt_posix_timer_set(timer,
	    value ? __zrt_sum(__zrt_posix_timer_now(timer), value) : 0,
	    interval);
}

int getitimer(int which, struct itimerval *value)
{
	struct zrt_posix_timer *timer;

	if (!valid(which))
		return -1;
	timer = __zrt_interval_timer(which);
	__zrt_clock_read();
	__zrt_time_passed();
	value->it_value = __zrt_timeval(left(timer));
	value->it_interval = __zrt_timeval(timer->interval);
	return 0;
}

int setitimer(int which, const struct itimerval *restrict wanted,
    struct itimerval *restrict old)
{
	if (!valid(which))
		return -1;
	if (wanted && (!valid_time(&wanted->it_value) ||
			  !valid_time(&wanted->it_interval))) {
		errno = EINVAL;
		return -1;
	}
	if (old && getitimer(which, old))
		return -1;
	if (wanted)
		set(__zrt_interval_timer(which), nanoseconds(&wanted->it_value),
		    nanoseconds(&wanted->it_interval));
	return 0;
}

unsigned alarm(unsigned seconds)
{
	struct zrt_posix_timer *timer = __zrt_interval_timer(ITIMER_REAL);
	int64_t before = left(timer);

	set(timer, seconds * ZRT_SECOND, 0);
	if (before && before < ZRT_SECOND)
		return 1;
	return (unsigned)((before + ZRT_SECOND / 2) / ZRT_SECOND);
}

useconds_t ualarm(useconds_t value, useconds_t interval)
{
	struct zrt_posix_timer *timer = __zrt_interval_timer(ITIMER_REAL);
	int64_t before = left(timer);

	set(timer, (int64_t)value * MICROSECOND,
	    (int64_t)interval * MICROSECOND);
	return (useconds_t)(before / MICROSECOND);
}
