/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands around every call of a session with a trace. entry.S calls both
 * functions, in no other session.
 */
#include <linux/time.h>
#include <linux/time_types.h>

#include "gate.h"

enum {
#define ZVM_FILTER_TRACED(name, number) NR_##name = number,
#include "../filter_traced.def"
};

/* The process may be killed between any two stores. */
#define STORES_SO_FAR_COME_FIRST() __asm__ volatile("" : : : "memory")

static int64_t now(void)
{
	struct __kernel_timespec time = {0};

	zvm_syscall(NR_clock_gettime, CLOCK_MONOTONIC, &time, 0, 0);
	return time.tv_sec * 1000000000 + time.tv_nsec - zvm_session.trace_zero;
}

void zvm_trace_zero(void)
{
	zvm_session.trace_zero = now();
}

void zvm_trace_before(
    uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint32_t call)
{
	struct zvm_trace_record *record = &zvm_session.shared->trace;

	record->returned = 0;
	record->call = call;
	record->argument[0] = a;
	record->argument[1] = b;
	record->argument[2] = c;
	record->argument[3] = d;
	record->start = now();
	STORES_SO_FAR_COME_FIRST();
	record->serial++;
	STORES_SO_FAR_COME_FIRST();
}

/* A pipe that nobody reads any more changes nothing for the guest; the
 * supervisor says that the trace is not whole. */
int32_t zvm_trace_after(int32_t result)
{
	struct zvm_trace_record *record = &zvm_session.shared->trace;
	int64_t sent;

	record->result = result;
	record->duration = now() - record->start;
	STORES_SO_FAR_COME_FIRST();
	record->returned = 1;
	do
		sent = zvm_syscall(
		    NR_write, zvm_session.trace_fd, record, sizeof(*record), 0);
	while (sent == -HOST_EINTR);
	return result;
}
