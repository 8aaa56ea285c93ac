/* SPDX-License-Identifier: Apache-2.0
 *
 * The end of a session in which every thread waits for another one: told on
 * channel 2, past all that may be locked, and ended as if by SIGXCPU, which
 * nothing else in here ends by.
 */
#include <signal.h>
#include "internal/mutex.h"
#include "internal/zrt.h"

static void number(unsigned value)
{
	char digits[12], *at = digits + sizeof(digits) - 1;

	*at = 0;
	do
		*--at = (char)('0' + value % 10);
	while (value /= 10);
	__zrt_message(at);
}

static void describe(const struct zrt_thread *thread)
{
	__zrt_message("zrt:   thread ");
	number(__zrt_thread_number(thread->id));
	if (thread->name[0]) {
		__zrt_message(" \"");
		__zrt_message(thread->name);
		__zrt_message("\"");
	}
	if (thread->state == ZRT_ENDED) {
		__zrt_message(" has ended\n");
		return;
	}
	__zrt_message(" waits for ");
	__zrt_message(thread->waits_for);
	if (thread->wanted && thread->wanted->__owner) {
		__zrt_message(" that thread ");
		number(__zrt_thread_number(thread->wanted->__owner));
		__zrt_message(" has");
	}
	if (thread->joins) {
		__zrt_message(", thread ");
		number(__zrt_thread_number(thread->joins->id));
		__zrt_message("'s");
	}
	__zrt_message("\n");
}

void __zrt_deadlock(void)
{
	__zrt_message("zrt: error: deadlock: every thread waits, and no timer "
		      "runs that could end it\n");
	for (struct zrt_thread *thread = __zrt_threads; thread;
	     thread = thread->next)
		describe(thread);
	__zrt_die(SIGXCPU);
}
