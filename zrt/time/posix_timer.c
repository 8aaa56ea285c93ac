/* SPDX-License-Identifier: Apache-2.0
 *
 * What all POSIX timers do: expire, notify, go on.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include "internal/interval.h"
#include "internal/signal.h"
#include "internal/timespec.h"
#include "internal/zrt.h"

static struct zrt_timer **heap_of(const struct zrt_posix_timer *timer)
{
	return timer->clock == CLOCK_PROCESS_CPUTIME_ID ? &__zrt_cpu_timers
							: &__zrt_clock_timers;
}

int64_t __zrt_posix_timer_now(const struct zrt_posix_timer *timer)
{
	return timer->clock == CLOCK_PROCESS_CPUTIME_ID ? __zrt_cpu_peek()
							: __zrt_clock_peek();
}

/* From an expiration to the first one after now. How many were skipped. */
static int skip(struct zrt_posix_timer *timer)
{
	int64_t passed = __zrt_posix_timer_now(timer) - timer->next;
	int64_t skipped;

	if (!timer->interval) {
		timer->next = 0;
		return 0;
	}
	skipped = passed < 0 ? 0 : passed / timer->interval;
	timer->next = __zrt_sum(timer->next, (skipped + 1) * timer->interval);
	return skipped > INT_MAX ? INT_MAX : (int)skipped;
}

static void go_on(struct zrt_posix_timer *timer)
{
	timer->stopped = timer->ignored = false;
	timer->overrun = skip(timer);
	if (timer->next)
		__zrt_timer_start(heap_of(timer), &timer->timer, timer->next);
}

static void notify_by_signal(struct zrt_posix_timer *timer)
{
	siginfo_t info = {.si_signo = timer->notice.event.sigev_signo,
	    .si_code = SI_TIMER,
	    .si_value = timer->notice.event.sigev_value,
	    .zrt_timer_id = timer->id,
	    .zrt_timer_setup = timer->setup};

	timer->stopped = true;
	switch (__zrt_signal_send(NULL, &info)) {
	case 0:
		return;
	case ZRT_IGNORED:
		timer->ignored = true;
		return;
	default: /* no memory: nobody will take it */
		go_on(timer);
	}
}

static void expire(struct zrt_timer *base)
{
	struct zrt_posix_timer *timer = (struct zrt_posix_timer *)base;

	if (timer->notice.event.sigev_notify == SIGEV_SIGNAL) {
		notify_by_signal(timer);
		return;
	}
	__zrt_notice_start_thread(&timer->notice);
	go_on(timer);
}

int __zrt_posix_timer_init(
    struct zrt_posix_timer *timer, const struct sigevent *event)
{
	timer->timer.expire = expire;
	return __zrt_notice_init(&timer->notice, event);
}

void __zrt_posix_timer_set(
    struct zrt_posix_timer *timer, int64_t when, int64_t interval)
{
	__zrt_timer_stop(&timer->timer);
	timer->setup++;
	timer->stopped = timer->ignored = false;
	timer->next = when;
	timer->interval = interval;
	/* Nobody is told: it needs no event, only arithmetic. */
	if (when && timer->notice.event.sigev_notify != SIGEV_NONE)
		__zrt_timer_start(heap_of(timer), &timer->timer, when);
}

int64_t __zrt_posix_timer_left(struct zrt_posix_timer *timer)
{
	int64_t now = __zrt_posix_timer_now(timer);
	int64_t next = timer->next;

	if (!next)
		return 0;
	if (next <= now) {
		if (!timer->interval)
			return timer->stopped ||
				       timer->notice.event.sigev_notify ==
					   SIGEV_NONE
				   ? 0
				   : 1;
		next += ((now - next) / timer->interval + 1) * timer->interval;
	}
	return next - now;
}

static void taken(siginfo_t *info)
{
	struct zrt_posix_timer *timer =
	    __zrt_posix_timer_find(info->zrt_timer_id);

	if (timer && timer->setup == info->zrt_timer_setup && timer->stopped)
		go_on(timer);
}

static void heeded(int signal)
{
	struct zrt_posix_timer *timer;

	for (int id = 0; id < __zrt_posix_timer_count(); id++) {
		timer = __zrt_posix_timer_find(id);
		if (timer && timer->ignored &&
		    timer->notice.event.sigev_signo == signal)
			go_on(timer);
	}
}

static void realtime_moved(int64_t by)
{
	for (int id = 0; id < __zrt_posix_timer_count(); id++) {
		struct zrt_posix_timer *timer = __zrt_posix_timer_find(id);

		if (!timer || !timer->realtime || !timer->next)
			continue;
		timer->next = __zrt_sum(timer->next, -by);
		if (__zrt_timer_runs(&timer->timer))
			__zrt_timer_start(
			    heap_of(timer), &timer->timer, timer->next);
	}
}

const struct zrt_timer_hooks __zrt_posix_timer_hooks = {
    taken, heeded, realtime_moved};
