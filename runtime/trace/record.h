/* SPDX-License-Identifier: Apache-2.0
 *
 * One runtime call as the gate reports it to the trace. The call in progress
 * stands in the memory shared with the supervisor; when it returns, the same
 * bytes go through the trace's pipe. So whatever ends the process, the last
 * call is known.
 */
#ifndef ZVM_TRACE_RECORD_H
#define ZVM_TRACE_RECORD_H

#include <stdint.h>

#define ZVM_TRACE_ARGUMENTS 4 /* as many as entry.S saves */

struct zvm_trace_record {
	uint64_t serial;   /* 1 for the first call of the session */
	uint32_t call;     /* its number in gate.def */
	uint32_t returned; /* result and duration are there */
	/* The registers as the guest left them, upper halves included. */
	uint64_t argument[ZVM_TRACE_ARGUMENTS];
	int64_t start;    /* nanoseconds since the guest's first instruction */
	int64_t duration; /* nanoseconds */
	int32_t result;
};

#endif
