/* SPDX-License-Identifier: Apache-2.0
 *
 * struct timespec, struct timeval and nanoseconds in 64 bits. What is beyond
 * 292 years is as far as that.
 */
#ifndef ZRT_INTERNAL_TIMESPEC_H
#define ZRT_INTERNAL_TIMESPEC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/time.h>
#include <time.h>

#define ZRT_SECOND   INT64_C(1000000000)
#define ZRT_TOO_LONG (INT64_MAX - 1) /* not ZRT_FOREVER: it is a time */

static inline bool __zrt_timespec_valid(const struct timespec *time)
{
	return time->tv_nsec >= 0 && time->tv_nsec < ZRT_SECOND;
}

static inline int64_t __zrt_sum(int64_t a, int64_t b)
{
	int64_t sum;

	if (!__builtin_add_overflow(a, b, &sum) && sum < ZRT_TOO_LONG)
		return sum;
	return a < 0 && b < 0 ? INT64_MIN : ZRT_TOO_LONG;
}

static inline int64_t __zrt_nanoseconds(const struct timespec *time)
{
	if (time->tv_sec >= INT64_MAX / ZRT_SECOND)
		return ZRT_TOO_LONG;
	if (time->tv_sec <= INT64_MIN / ZRT_SECOND)
		return INT64_MIN;
	return time->tv_sec * ZRT_SECOND + time->tv_nsec;
}

static inline struct timespec __zrt_timespec(int64_t nanoseconds)
{
	struct timespec result = {.tv_sec = nanoseconds / ZRT_SECOND,
	    .tv_nsec = (long)(nanoseconds % ZRT_SECOND)};

	if (result.tv_nsec < 0) {
		result.tv_sec--;
		result.tv_nsec += ZRT_SECOND;
	}
	return result;
}

static inline struct timeval __zrt_timeval(int64_t nanoseconds)
{
	struct timespec time = __zrt_timespec(nanoseconds);

	return (struct timeval){
	    .tv_sec = time.tv_sec, .tv_usec = time.tv_nsec / 1000};
}

#endif
