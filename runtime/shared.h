/* SPDX-License-Identifier: Apache-2.0
 *
 * The memory that supervisor and confined child share: what the report needs,
 * readable even after the child was killed in mid-step. It lies above 8 GiB,
 * so the guest has no access; only trusted code of the child writes it while
 * the session runs, and the supervisor reads it after the child is gone.
 */
#ifndef ZVM_SHARED_H
#define ZVM_SHARED_H

#include <stdint.h>

#include "gate/link.h"
#include "problem.h"
#include "trace/record.h"

enum zvm_phase {
	ZVM_PHASE_SETUP,    /* address space, program file */
	ZVM_PHASE_VALIDATE, /* text is being checked */
	ZVM_PHASE_PREPARE,  /* accepted; closing in */
	ZVM_PHASE_GUEST,    /* the filter is in force, guest code runs */
};

enum zvm_verdict {
	ZVM_VERDICT_PASSED = 0, /* the historical report's numbers */
	ZVM_VERDICT_REFUSED = 1,
	ZVM_VERDICT_NOT_RUN = 2,
};

/* One look at a number that is checked and then used: where a session has a
 * Job, a process that was taken over may still write to it. */
#define ZVM_ONCE(number) (*(const volatile __typeof__(number) *)&(number))

#define ZVM_SOURCES_MAX 64 /* of one channel */

struct zvm_channel_count {
	int64_t gets, get_bytes, puts, put_bytes; /* used so far */
	uint32_t failed; /* host errno of the first failed transfer, or 0 */
	uint32_t failed_put;
	uint64_t failed_sources; /* bit a source of the channel */
	uint32_t mapped; /* parts of its file were in the guest's memory */
	struct zvm_digest digest; /* of all bytes, when the channel is tagged */
};

struct zvm_shared {
	uint32_t phase;        /* enum zvm_phase */
	uint32_t verdict;      /* enum zvm_verdict */
	uint64_t instructions; /* counted by the validator */
	int32_t status;        /* guest's exit value, for ZVM_END_EXIT */
	uint32_t signal;       /* for FAULT, ABORT, PIPE */
	uint64_t fault_ip;
	uint64_t fault_sp;
	uint64_t fault_address;
	int32_t fault_code;   /* si_code */
	uint32_t fault_guard; /* the address is in a guard page */
	uint32_t end_channel; /* for PIPE, SOURCES */
	struct zvm_problem problem;
	struct zvm_digest memory; /* of guest memory at exit, when tagged */
	struct zvm_trace_record trace; /* the latest call, with --trace */
	struct zvm_channel_count channels[];
	/* and zvm_shared_links() behind them */
};

/* A link for each source of the manifest when any of them is on the network;
 * otherwise there are none. `channels` is the manifest's number: what stands
 * in the shared memory is no more to be trusted than the child. */
static inline struct zvm_link *zvm_shared_links(
    const struct zvm_shared *shared, uint32_t channels)
{
	return (struct zvm_link *)(uintptr_t)(shared->channels + channels);
}

#endif
