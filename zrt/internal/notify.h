/* SPDX-License-Identifier: Apache-2.0
 *
 * How a program wants to be told of something that it does not wait for:
 * struct sigevent of timers, message queues, asynchronous input and output.
 */
#ifndef ZRT_INTERNAL_NOTIFY_H
#define ZRT_INTERNAL_NOTIFY_H

#include <pthread.h>
#include <signal.h>

struct zrt_notice {
	struct sigevent event;
	pthread_attr_t attr; /* of SIGEV_THREAD */
};

/* 0, or EINVAL for an event that is none. The attributes are copied. */
int __zrt_notice_init(struct zrt_notice *notice, const struct sigevent *event);

/* Tell: by a signal of this si_code, by a thread, or not at all. The caller
 * delivers (__zrt_signals_deliver, __zrt_preempt) when it may. */
void __zrt_notice_send(const struct zrt_notice *notice, int code);

/* Only SIGEV_THREAD's. Nobody is there to be told when it fails. */
void __zrt_notice_start_thread(const struct zrt_notice *notice);

#endif
