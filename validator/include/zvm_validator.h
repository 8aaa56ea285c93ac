/* SPDX-License-Identifier: Apache-2.0
 *
 * The machine-code verifier: decides whether a piece of guest code keeps the
 * rules of docs/abi.md section 2. This header is its manual.
 *
 * What ZVM_VAL_OK proves, for code that is mapped read-only and executable at
 * `base`, in the memory map of docs/abi.md section 1, with every other
 * executable byte below 4 GiB also accepted (or a gate slot):
 *   - execution entered at a bundle start stays on the decoded instructions
 *     and on defined gate slots;
 *   - every data access is below 4 GiB, or in the reserved 4 GiB above it, or
 *     faults; rsp never exceeds 4 GiB;
 *   - segment registers and bases, PKRU, XCR0, DF, AC, TF are unchanged;
 *   - every result is a function of guest registers and memory.
 * It does not prove that calls end their bundle (that is correctness) and
 * says nothing about data.
 *
 * Code made at run time is checked as a region: the same request with the
 * region's own bytes and base. Direct branches then stay in the region or go to
 * gate slots, so a region is accepted, and must be taken away, as a whole: one
 * that shrank could keep a branch into what takes its place. Read it where it
 * will run, after its pages became read-only.
 *
 * Ownership: the caller owns the code, the scratch and the refusal array; the
 * library keeps no pointer and no state, allocates nothing, calls nothing
 * outside itself, touches no vector or x87 register, and does not recurse. Any
 * number of threads may call it, each with its own scratch. The code must not
 * change during the call: copy it into private memory first.
 */
#ifndef ZVM_VALIDATOR_H
#define ZVM_VALIDATOR_H

#include <stddef.h>
#include <stdint.h>

enum zvm_val_rule {
#define ZVM_RULE(id, name, statement, why) ZVM_VAL_RULE_##id,
#include "zvm_validator_rules.def"
	ZVM_VAL_RULE_COUNT
};

enum zvm_val_reason {
	ZVM_VAL_REASON_NONE,
#define ZVM_REASON(id, rule, sentence) ZVM_VAL_REASON_##id,
#include "zvm_validator_rules.def"
	ZVM_VAL_REASON_COUNT
};

/* The ISA level of the program's note. Anything else is a bad request. */
#define ZVM_VAL_ISA_BASELINE 1 /* x86-64 with SSE2 */
#define ZVM_VAL_ISA_V2       2 /* x86-64-v2: to SSE4.2, popcnt, cmpxchg16b */

struct zvm_val_policy {
	uint32_t isa_level; /* ZVM_VAL_ISA_* */
	/* 1: refuse masked returns (andq;ret), as the program's note claims
	 * or the host demands. 0: both return forms are accepted. */
	uint32_t require_register_return;
};

#define ZVM_VAL_BYTES_MAX 15

struct zvm_val_refusal {
	uint32_t address; /* guest address of the instruction's first byte */
	/* Where a direct branch goes (as far as 32 bits tell); 0 otherwise. */
	uint32_t target;
	uint16_t reason; /* enum zvm_val_reason */
	/* The instruction's length where it could be told, else the bytes the
	 * decoder looked at; cut at the end of the bundle. */
	uint8_t length;
	uint8_t bytes[ZVM_VAL_BYTES_MAX];
	uint8_t zero[2];
};

struct zvm_val_request {
	const uint8_t *code;
	size_t size;   /* whole bundles; 0 is accepted (nothing to run) */
	uint32_t base; /* guest address of code[0]: a multiple of 32, at or
			* above 0x20000, base + size at or below 2 GiB */
	struct zvm_val_policy policy;
	void *scratch;       /* aligned to 4, contents need not be cleared */
	size_t scratch_size; /* at least zvm_val_scratch_size(size) */
	struct zvm_val_refusal *refusals; /* first refusals go here, or NULL */
	size_t refusal_room;              /* entries in that array */
};

struct zvm_val_summary {
	uint64_t instructions; /* decoded, nops included */
	uint64_t refusals;     /* all of them, stored or not */
	uint64_t per_rule[ZVM_VAL_RULE_COUNT];
};

enum zvm_val_result {
	ZVM_VAL_OK,          /* the code may be executed */
	ZVM_VAL_REFUSED,     /* it may not; see refusals and summary */
	ZVM_VAL_BAD_REQUEST, /* the caller's mistake: alignment, room, level,
			      * null pointers. Nothing was checked. */
};

#define ZVM_VAL_PARTS_MAX 64

/* Bytes of scratch to check `size` bytes of code in `parts` parts: one bit a
 * byte of code, and one more for each part. */
static inline size_t zvm_val_parts_scratch_size(size_t size, uint32_t parts)
{
	return (size / 32 + 1) * 4 * (parts + (size_t)1);
}

/* The same for zvm_validate(), which checks in one part. */
static inline size_t zvm_val_scratch_size(size_t size)
{
	return zvm_val_parts_scratch_size(size, 1);
}

/* Checks the code. `summary` may be NULL. Refusals are stored in order of
 * address, except that branches to a wrong place come after all others. An
 * instruction of unknown length ends the check of its bundle. Time is linear
 * in size whatever the bytes are. */
enum zvm_val_result zvm_validate(
    const struct zvm_val_request *request, struct zvm_val_summary *summary);

/* The same, and then the strict determinism pass (rule "strict"), in one part.
 * Slower by far: each pass walks the code once, and there are several. Its
 * refusals are in order of address. */
static inline size_t zvm_val_strict_scratch_size(size_t size)
{
	return (size / 32 + 1) * 32;
}

enum zvm_val_result zvm_validate_strict(
    const struct zvm_val_request *request, struct zvm_val_summary *summary);

/* zvm_validate() in steps, for callers with several threads: check each part
 * 0..count-1 once, in any order or at the same time, all with the same request
 * (its scratch holds zvm_val_parts_scratch_size(size, count)); when all have
 * returned, join. Verdict, refusals and summary are those of zvm_validate(),
 * whatever `count` is. The report round runs inside the join, on one thread.
 *
 * ZVM_VAL_BAD_REQUEST also stands for a part that is missing, was not checked
 * or belongs to another count. */
enum zvm_val_part_state {
	ZVM_VAL_PART_UNCHECKED,
	ZVM_VAL_PART_ACCEPTED, /* but for branches that leave the part */
	ZVM_VAL_PART_REFUSED
};

struct zvm_val_part {
	uint32_t index, count; /* set by the caller */
	uint32_t state;        /* enum zvm_val_part_state */
	uint32_t reserved;
	uint64_t instructions;
};

void zvm_val_check_part(
    const struct zvm_val_request *request, struct zvm_val_part *part);
enum zvm_val_result zvm_val_join(const struct zvm_val_request *request,
    const struct zvm_val_part *parts, uint32_t count,
    struct zvm_val_summary *summary);

/* Names and texts; all are static strings. An unknown value gives "?". */
enum zvm_val_rule zvm_val_reason_rule(uint32_t reason);
const char *zvm_val_reason_text(uint32_t reason);
const char *zvm_val_rule_name(uint32_t rule);      /* "memory" */
const char *zvm_val_rule_statement(uint32_t rule); /* what must hold */
const char *zvm_val_rule_why(uint32_t rule);       /* what it protects */

#endif
