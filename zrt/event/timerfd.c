/* SPDX-License-Identifier: Apache-2.0
 *
 * timerfd: a timer that threads wait at with read and poll. How often it has
 * expired is counted when somebody asks; the machinery's timer only wakes
 * those who wait for the first time, so a short interval costs nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include "internal/fd.h"
#include "internal/stream.h"
#include "internal/thread.h"
#include "internal/eventfds.h"
#include "internal/timespec.h"

_Static_assert(TFD_NONBLOCK == O_NONBLOCK && TFD_CLOEXEC == O_CLOEXEC,
    "flags of timerfd_create are those of open");

struct alarm {
	struct zrt_timer timer;
	struct zrt_node *node;
	struct alarm *next_alarm, *previous_alarm; /* all there are */
	clockid_t clock;
	int64_t next, interval; /* on the virtual clock; next 0: disarmed */
	bool realtime;          /* next moves when CLOCK_REALTIME is set */
	bool cancel_on_set, canceled;
	struct zrt_wait_queue changed;
};

static struct alarm *alarms;

static void change(struct alarm *alarm)
{
	__zrt_wake_all(&alarm->changed);
	__zrt_io_change(alarm->node, POLLIN);
}

static void expire(struct zrt_timer *timer)
{
	change((struct alarm *)timer);
}

static void arm(struct alarm *alarm)
{
	__zrt_timer_stop(&alarm->timer);
	if (alarm->next)
		__zrt_timer_start(
		    &__zrt_clock_timers, &alarm->timer, alarm->next);
}

static bool expired(const struct alarm *alarm)
{
	return alarm->next && alarm->next <= __zrt_clock_peek();
}

/* How often it has expired since the last time; go on to the next. */
static uint64_t count(struct alarm *alarm)
{
	int64_t more = 0;

	if (!expired(alarm))
		return 0;
	if (alarm->interval) {
		more = (__zrt_clock_peek() - alarm->next) / alarm->interval;
		alarm->next =
		    __zrt_sum(alarm->next, (more + 1) * alarm->interval);
	} else {
		alarm->next = 0;
	}
	arm(alarm);
	return (uint64_t)more + 1;
}

static ssize_t alarm_receive(
    struct zrt_node *node, void *buffer, size_t size, int flags)
{
	struct alarm *alarm = node->object;
	uint64_t times;

	if (__zrt_record_wait(node, sizeof(times), size, &alarm->changed, flags,
		"read from a timerfd"))
		return -1;
	if (alarm->canceled) {
		alarm->canceled = false;
		return __zrt_fail(ECANCELED);
	}
	times = count(alarm);
	memcpy(buffer, &times, sizeof(times));
	return sizeof(times);
}

static short alarm_poll(struct zrt_node *node, int flags)
{
	const struct alarm *alarm = node->object;

	(void)flags;
	return alarm->canceled || expired(alarm) ? POLLIN | POLLRDNORM : 0;
}

static void alarm_destroy(struct zrt_node *node)
{
	struct alarm *alarm = node->object;

	__zrt_timer_stop(&alarm->timer);
	if (alarm->previous_alarm)
		alarm->previous_alarm->next_alarm = alarm->next_alarm;
	else
		alarms = alarm->next_alarm;
	if (alarm->next_alarm)
		alarm->next_alarm->previous_alarm = alarm->previous_alarm;
	free(alarm);
}

static const struct zrt_node_ops alarm_ops = {
    .receive = alarm_receive,
    .open = __zrt_refuse_open,
    .poll = alarm_poll,
    .destroy = alarm_destroy,
    .kind = "[timerfd]",
};

int timerfd_create(clockid_t clock, int flags)
{
	struct alarm *alarm;
	struct zrt_node *node;

	if ((flags & ~(TFD_NONBLOCK | TFD_CLOEXEC)) ||
	    (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC &&
		clock != CLOCK_BOOTTIME && clock != CLOCK_REALTIME_ALARM &&
		clock != CLOCK_BOOTTIME_ALARM))
		return __zrt_fail(EINVAL);
	node = __zrt_object_new(sizeof(*alarm), &alarm_ops);
	if (!node)
		return -1;
	alarm = node->object;
	alarm->timer.expire = expire;
	alarm->node = node;
	alarm->clock = clock;
	alarm->next_alarm = alarms;
	if (alarms)
		alarms->previous_alarm = alarm;
	alarms = alarm;
	return __zrt_nameless_open(
	    node, O_RDWR | (flags & (O_NONBLOCK | O_CLOEXEC)));
}

static struct alarm *alarm_of(int fd)
{
	struct zrt_file *file = __zrt_file_usable(fd);

	if (!file)
		return NULL;
	if (file->node->ops == &alarm_ops)
		return file->node->object;
	errno = EINVAL;
	return NULL;
}

static struct itimerspec setting(const struct alarm *alarm)
{
	int64_t left = 0, now = __zrt_clock_peek();

	if (alarm->next > now)
		left = alarm->next - now;
	else if (alarm->next && alarm->interval)
		left = alarm->interval - (now - alarm->next) % alarm->interval;
	return (struct itimerspec){
	    .it_interval = __zrt_timespec(alarm->interval),
	    .it_value = __zrt_timespec(left)};
}

int timerfd_gettime(int fd, struct itimerspec *value)
{
	struct alarm *alarm = alarm_of(fd);

	if (!alarm)
		return -1;
	*value = setting(alarm);
	return 0;
}

static bool valid(const struct timespec *time)
{
	return __zrt_timespec_valid(time) && time->tv_sec >= 0;
}

int timerfd_settime(
    int fd, int flags, const struct itimerspec *wanted, struct itimerspec *old)
{
	bool absolute = flags & TFD_TIMER_ABSTIME;
	struct alarm *alarm;
	int64_t value;

	if ((flags & ~(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)) ||
	    !valid(&wanted->it_value) || !valid(&wanted->it_interval))
		return __zrt_fail(EINVAL);
	alarm = alarm_of(fd);
	if (!alarm)
		return -1;
	if (old)
		*old = setting(alarm);
	value = __zrt_nanoseconds(&wanted->it_value);
	alarm->next = 0;
	if (value)
		alarm->next =
		    __zrt_sum(value, absolute ? __zrt_clock_zero(alarm->clock)
					      : __zrt_clock_peek());
	alarm->interval = __zrt_nanoseconds(&wanted->it_interval);
	alarm->realtime = absolute && (alarm->clock == CLOCK_REALTIME ||
					  alarm->clock == CLOCK_REALTIME_ALARM);
	alarm->cancel_on_set =
	    alarm->realtime && (flags & TFD_TIMER_CANCEL_ON_SET);
	alarm->canceled = false;
	arm(alarm);
	__zrt_time_passed();
	return 0;
}

void __zrt_timerfd_realtime_moved(int64_t by)
{
	for (struct alarm *alarm = alarms; alarm; alarm = alarm->next_alarm) {
		if (alarm->realtime && alarm->next) {
			alarm->next = __zrt_sum(alarm->next, -by);
			arm(alarm);
		}
		if (alarm->cancel_on_set) {
			alarm->canceled = true;
			change(alarm);
		}
	}
}
