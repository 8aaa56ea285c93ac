/* SPDX-License-Identifier: Apache-2.0
 *
 * Telling the program, by a signal or in a thread of its own.
 */
#include <errno.h>
#include <stdlib.h>
#include "internal/notify.h"
#include "internal/signal.h"

int __zrt_notice_init(struct zrt_notice *notice, const struct sigevent *event)
{
	notice->event = *event;
	switch (event->sigev_notify) {
	case SIGEV_NONE:
		return 0;
	case SIGEV_SIGNAL:
		return __zrt_signal_valid(event->sigev_signo) ? 0 : EINVAL;
	case SIGEV_THREAD:
		if (event->sigev_notify_attributes)
			notice->attr = *event->sigev_notify_attributes;
		else
			pthread_attr_init(&notice->attr);
		notice->attr.__detached = PTHREAD_CREATE_DETACHED;
		return 0;
	default:
		return EINVAL;
	}
}

struct call {
	void (*function)(union sigval);
	union sigval value;
};

static void *make_call(void *argument)
{
	struct call call = *(struct call *)argument;

	free(argument);
	call.function(call.value);
	return NULL;
}

void __zrt_notice_start_thread(const struct zrt_notice *notice)
{
	int saved = errno;
	struct call *call = malloc(sizeof(*call));
	struct zrt_thread *thread =
	    call ? __zrt_thread_new(&notice->attr) : NULL;

	errno = saved;
	if (!thread) {
		free(call);
		return;
	}
	*call = (struct call){
	    notice->event.sigev_notify_function, notice->event.sigev_value};
	thread->start = make_call;
	thread->argument = call;
	thread->mask = ~ZRT_UNMASKABLE;
	__zrt_make_ready(thread);
}

void __zrt_notice_send(const struct zrt_notice *notice, int code)
{
	siginfo_t info = {.si_signo = notice->event.sigev_signo,
	    .si_code = code,
	    .si_value = notice->event.sigev_value,
	    .si_pid = 1};

	if (notice->event.sigev_notify == SIGEV_SIGNAL)
		__zrt_signal_send(NULL, &info);
	else if (notice->event.sigev_notify == SIGEV_THREAD)
		__zrt_notice_start_thread(notice);
}
