/* SPDX-License-Identifier: Apache-2.0
 *
 * What the gate knows about the running session. The confined child fills it
 * before the filter is in force; from then on only gate code changes it. One
 * process holds one session, so there is one of these.
 */
#ifndef ZVM_SESSION_H
#define ZVM_SESSION_H

/* Offsets into struct zvm_gate, for the slots and entry.S. */
#define ZVM_GATE_SLOTS    16 /* more than any number in gate.def */
#define ZVM_GATE_HOST_SP  (8 * ZVM_GATE_SLOTS)
#define ZVM_GATE_GUEST_SP (8 * ZVM_GATE_SLOTS + 8)

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

#include "../gptr.h"
#include "../shared.h"

/* The gs base points here; slots jump through entry[n]. */
struct zvm_gate {
	uint64_t entry[ZVM_GATE_SLOTS];
	uint64_t host_sp;  /* the trusted stack, 16-byte aligned */
	uint64_t guest_sp; /* while a call is inside the gate */
};
_Static_assert(offsetof(struct zvm_gate, host_sp) == ZVM_GATE_HOST_SP, "");
_Static_assert(offsetof(struct zvm_gate, guest_sp) == ZVM_GATE_GUEST_SP, "");

/* What the sources of one channel are compared by. */
#define ZVM_COMPARE_CHUNK 65536

struct zvm_gate_channel {
	const int *fd;         /* of each source */
	struct zvm_link *link; /* likewise; NULL when none is on the network */
	uint32_t source_count; /* above 1: compared on gets, all get puts */
	uint64_t alive;        /* bit a source: agreed so far */
	uint32_t type;         /* ZVM_CHANNEL_xGET_yPUT */
	uint32_t flags;        /* ZVM_CHANNEL_GET, _PUT */
	uint8_t regular;       /* size is meaningful */
	uint8_t huge;          /* regular, but its pages cannot be mapped */
	uint8_t terminal;      /* a get ends at a newline */
	uint8_t at_end;        /* sequential get saw the end: it stays there */
	int64_t size;          /* bytes of a regular file, grown by puts */
	int64_t position;      /* of the next sequential get */
	int64_t gets, get_bytes, puts, put_bytes; /* limits */
};

struct zvm_session {
	struct zvm_gate gate;
	struct zvm_regions regions;
	struct zvm_shared *shared;
	uint32_t channel_count;
	struct zvm_gate_channel *channels;
	uint32_t source_count;
	int *fds;         /* of all sources */
	uint8_t *compare; /* a chunk a source; NULL when not needed */
	/* Of the program: code made at run time has to keep to both. */
	uint32_t isa_level, register_return;
	int strict;     /* no code at run time */
	int control;    /* to the supervisor of a warm server, or -1 */
	uint8_t *slots; /* ZVM_WARM_SLOTS reports of slot_size bytes */
	uint64_t slot_size;
	int trace_fd;       /* the pipe of a session with a trace, or -1 */
	int64_t trace_zero; /* when the guest started */
};

extern struct zvm_session zvm_session;

/* The calls, as entry.S reaches them. */
#define ZVM_GATE(number, name, result, parameters, line)                       \
	result zvm_gate_##name parameters;                                     \
	void zvm_enter_##name(void);                                           \
	void zvm_enter_traced_##name(void);
#include "../../zrt/abi/gate.def"

/* gate/trace.c: the guest's time starts now; before a call, with the guest's
 * registers; after it, with its result, which is returned. */
void zvm_trace_zero(void);
void zvm_trace_before(
    uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint32_t call);
int32_t zvm_trace_after(int32_t result);

/* From trusted C into the guest; never returns. */
__attribute__((noreturn)) void zvm_enter_guest(
    uint64_t entry, uint64_t sp, uint64_t boot);

/* Code ranges in which touching guest memory may fault on the guest's
 * account: the return sequences of entry.S. */
extern const char zvm_entry_start[], zvm_entry_end[];

/* Ends the process; usable wherever the filter is in force. */
__attribute__((noreturn)) void zvm_gate_leave(enum zvm_end end);

#endif
#endif
