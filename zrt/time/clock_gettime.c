/* SPDX-License-Identifier: Apache-2.0
 *
 * clock_gettime, clock_getres, clock_settime, and the numbers of processor
 * time clocks. Wall clocks differ only in their zero: since 1970, or since the
 * start of the session.
 *
 * The clock of a thread is the complement of its pthread_t.
 */
#include <errno.h>
#include "internal/thread.h"
#include "internal/timespec.h"
#include "internal/zrt.h"

enum kind { WALL, PROCESS, THREAD, UNKNOWN };

/* For THREAD, which thread as well. */
static enum kind kind_of(clockid_t clock, struct zrt_thread **thread)
{
	if (clock < 0) {
		*thread = __zrt_thread_find(~(pthread_t)clock);
		return *thread ? THREAD : UNKNOWN;
	}
	switch (clock) {
	case CLOCK_PROCESS_CPUTIME_ID:
		return PROCESS;
	case CLOCK_THREAD_CPUTIME_ID:
		*thread = __zvm_tp;
		return THREAD;
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
	case CLOCK_REALTIME_ALARM:
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_BOOTTIME:
	case CLOCK_BOOTTIME_ALARM:
		return WALL;
	default:
		return UNKNOWN;
	}
}

int64_t __zrt_clock_zero(clockid_t clock)
{
	return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ||
		       clock == CLOCK_REALTIME_ALARM
		   ? __zrt_clock_peek() - __zrt_realtime_peek()
		   : __zrt_clock_started();
}

bool __zrt_clock_is_wall(clockid_t clock)
{
	struct zrt_thread *thread;

	return kind_of(clock, &thread) == WALL;
}

static int unknown(void)
{
	errno = EINVAL;
	return -1;
}

int clock_gettime(clockid_t clock, struct timespec *result)
{
	struct zrt_thread *thread;
	enum kind kind = kind_of(clock, &thread);
	int64_t now;

	if (kind == UNKNOWN)
		return unknown();
	now = __zrt_clock_read() - __zrt_clock_zero(clock);
	if (kind == PROCESS)
		now = __zrt_cpu_peek();
	else if (kind == THREAD)
		now = thread->cpu_time;
	*result = __zrt_timespec(now);
	__zrt_time_passed();
	return 0;
}

int clock_getres(clockid_t clock, struct timespec *result)
{
	struct zrt_thread *thread;

	if (kind_of(clock, &thread) == UNKNOWN)
		return unknown();
	if (result)
		*result = (struct timespec){.tv_nsec = 1000};
	return 0;
}

int clock_settime(clockid_t clock, const struct timespec *value)
{
	struct zrt_thread *thread;

	if (kind_of(clock, &thread) == UNKNOWN || clock != CLOCK_REALTIME ||
	    !__zrt_timespec_valid(value) || value->tv_sec < 0)
		return unknown();
	__zrt_realtime_set(__zrt_nanoseconds(value));
	__zrt_time_passed();
	return 0;
}

int clock_getcpuclockid(pid_t process, clockid_t *clock)
{
	if (process != 0 && process != 1)
		return ESRCH;
	*clock = CLOCK_PROCESS_CPUTIME_ID;
	return 0;
}

int pthread_getcpuclockid(pthread_t id, clockid_t *clock)
{
	if (!__zrt_thread_find(id))
		return ESRCH;
	*clock = (clockid_t)~id;
	return 0;
}

bool __zrt_deadline(clockid_t clock, const struct timespec *until,
    int64_t *deadline, int *flags)
{
	if (!__zrt_timespec_valid(until) || !__zrt_clock_is_wall(clock))
		return false;
	*deadline =
	    __zrt_sum(__zrt_nanoseconds(until), __zrt_clock_zero(clock));
	if (clock == CLOCK_REALTIME)
		*flags |= ZRT_WAIT_REALTIME;
	return true;
}
