/* SPDX-License-Identifier: Apache-2.0
 *
 * timer_create and its kin, and the table of all timers. The three of
 * setitimer have the first numbers.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal/interval.h"
#include "internal/signal.h"
#include "internal/timespec.h"
#include "internal/zrt.h"

#define INTERVAL_TIMERS 3

static struct zrt_posix_timer interval_timers[INTERVAL_TIMERS];
static struct zrt_posix_timer *first_places[INTERVAL_TIMERS] = {
    &interval_timers[0], &interval_timers[1], &interval_timers[2]};
static struct zrt_posix_timer **places = first_places;
static int count = INTERVAL_TIMERS;

int __zrt_posix_timer_count(void)
{
	return count;
}

struct zrt_posix_timer *__zrt_posix_timer_find(int id)
{
	return id >= 0 && id < count ? places[id] : NULL;
}

struct zrt_posix_timer *__zrt_interval_timer(int which)
{
	static const int signals[] = {SIGALRM, SIGVTALRM, SIGPROF};
	struct zrt_posix_timer *timer = &interval_timers[which];

	if (!timer->timer.expire) {
		timer->id = which;
		timer->clock =
		    which ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC;
		__zrt_posix_timer_init(
		    timer, &(struct sigevent){.sigev_notify = SIGEV_SIGNAL,
			       .sigev_signo = signals[which]});
		__zrt_timer_hooks = &__zrt_posix_timer_hooks;
	}
	return timer;
}

static int free_place(void)
{
	struct zrt_posix_timer **larger;

	for (int id = INTERVAL_TIMERS; id < count; id++)
		if (!places[id])
			return id;
	larger = reallocarray(places == first_places ? NULL : places,
	    (size_t)count * 2, sizeof(*places));
	if (!larger)
		return -1;
	if (places == first_places)
		memcpy(larger, first_places, sizeof(first_places));
	memset(larger + count, 0, (size_t)count * sizeof(*larger));
	places = larger;
	count *= 2;
	return count / 2;
}

static struct zrt_posix_timer *created(timer_t id)
{
	struct zrt_posix_timer *timer =
	    id >= INTERVAL_TIMERS && id < (timer_t)count ? places[id] : NULL;

	if (!timer)
		errno = EINVAL;
	return timer;
}

int timer_create(
    clockid_t clock, struct sigevent *restrict event, timer_t *restrict result)
{
	struct sigevent alarm = {
	    .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
	struct zrt_posix_timer *timer;
	struct timespec unused;
	int id, error;

	if (clock_getres(clock, &unused))
		return -1;
	if (clock != CLOCK_PROCESS_CPUTIME_ID && !__zrt_clock_is_wall(clock)) {
		errno = ENOTSUP;
		return -1;
	}
	timer = calloc(1, sizeof(*timer));
	id = timer ? free_place() : -1;
	if (id < 0) {
		free(timer);
		errno = EAGAIN;
		return -1;
	}
	timer->id = id;
	timer->clock = clock;
	alarm.sigev_value.sival_int = id;
	error = __zrt_posix_timer_init(timer, event ? event : &alarm);
	if (error) {
		free(timer);
		errno = error;
		return -1;
	}
	places[id] = timer;
	__zrt_timer_hooks = &__zrt_posix_timer_hooks;
	*result = (timer_t)id;
	return 0;
}

int timer_delete(timer_t id)
{
	struct zrt_posix_timer *timer = created(id);

	if (!timer)
		return -1;
	__zrt_timer_stop(&timer->timer);
	places[id] = NULL;
	free(timer);
	return 0;
}

static struct itimerspec setting(struct zrt_posix_timer *timer)
{
	return (struct itimerspec){
	    .it_interval = __zrt_timespec(timer->interval),
	    .it_value = __zrt_timespec(__zrt_posix_timer_left(timer))};
}

int timer_settime(timer_t id, int flags,
    const struct itimerspec *restrict wanted, struct itimerspec *restrict old)
{
	struct zrt_posix_timer *timer = created(id);
	int64_t value, zero, when = 0;

	if (!timer)
		return -1;
	if (!__zrt_timespec_valid(&wanted->it_value) ||
	    !__zrt_timespec_valid(&wanted->it_interval) ||
	    wanted->it_value.tv_sec < 0 || wanted->it_interval.tv_sec < 0) {
		errno = EINVAL;
		return -1;
	}
	if (old)
		*old = setting(timer);
	value = __zrt_nanoseconds(&wanted->it_value);
	zero = timer->clock == CLOCK_PROCESS_CPUTIME_ID
		   ? 0
		   : __zrt_clock_zero(timer->clock);
	if (value)
		when = __zrt_sum(value, flags & TIMER_ABSTIME
					    ? zero
					    : __zrt_posix_timer_now(timer));
	__zrt_posix_timer_set(
	    timer, when, __zrt_nanoseconds(&wanted->it_interval));
	timer->realtime =
	    flags & TIMER_ABSTIME && timer->clock == CLOCK_REALTIME;
	__zrt_time_passed();
	return 0;
}

int timer_gettime(timer_t id, struct itimerspec *value)
{
	struct zrt_posix_timer *timer = created(id);

	if (!timer)
		return -1;
	__zrt_clock_read();
	__zrt_time_passed();
	*value = setting(timer);
	return 0;
}

int timer_getoverrun(timer_t id)
{
	struct zrt_posix_timer *timer = created(id);

	return timer ? timer->overrun : -1;
}
