/* SPDX-License-Identifier: Apache-2.0
 *
 * clock_nanosleep, nanosleep. When the other threads wait too,
 * the clock jumps.
 */
#include <errno.h>
#include <time.h>
#include "internal/thread.h"
#include "internal/timespec.h"
#include "internal/zrt.h"

/* 0 or EINTR. */
static int sleep_until(int64_t deadline, int flags)
{
	int result = __zrt_block_on(NULL, deadline,
	    flags | ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL, "the end of its sleep");

	if (result == ECANCELED)
		__zrt_cancellation_point();
	return result == EINTR ? EINTR : 0;
}

/* Not by nanoseconds: they hold no more than 292 years. */
static struct timespec time_left(const struct timespec *time, int64_t passed)
{
	struct timespec left = {
	    .tv_sec = time->tv_sec - passed / 1000000000,
	    .tv_nsec = time->tv_nsec - passed % 1000000000,
	};

	if (left.tv_nsec < 0) {
		left.tv_nsec += 1000000000;
		left.tv_sec--;
	}
	return left.tv_sec < 0 ? (struct timespec){0} : left;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
    struct timespec *left)
{
	int64_t deadline, start = __zrt_clock_peek();
	int result, wait_flags = 0;

	if (!__zrt_timespec_valid(time) ||
	    (!(flags & TIMER_ABSTIME) && time->tv_sec < 0))
		return EINVAL;
	if (clock == CLOCK_PROCESS_CPUTIME_ID)
		return ENOTSUP;
	if (!__zrt_clock_is_wall(clock))
		return EINVAL;
	if (flags & TIMER_ABSTIME)
		__zrt_deadline(clock, time, &deadline, &wait_flags);
	else
		deadline = __zrt_sum(start, __zrt_nanoseconds(time));
	result = sleep_until(deadline, wait_flags);
	if (result && left && !(flags & TIMER_ABSTIME))
		*left = time_left(time, __zrt_clock_peek() - start);
	return result;
}

int nanosleep(const struct timespec *time, struct timespec *left)
{
	int error = clock_nanosleep(CLOCK_MONOTONIC, 0, time, left);

	if (error)
		errno = error;
	return error ? -1 : 0;
}
