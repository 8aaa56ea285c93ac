/* SPDX-License-Identifier: Apache-2.0
 *
 * Fuzzing the checking core. Input: one byte of policy, one of parts, then the
 * code. Beside what the sanitizers see, every input must keep these:
 *   - the refusals counted are those by rule, and 0 exactly when accepted;
 *   - the number of parts changes nothing;
 *   - what a stricter policy accepts, a laxer one accepts;
 *   - of what is accepted, Zydis reads every byte as instructions, none of
 *     which crosses a bundle's end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <Zydis/Zydis.h>

#include "zvm_validator.h"

#define PARTS_MAX 8
#define ROOM      4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
	enum zvm_val_result result;
	struct zvm_val_summary summary;
	struct zvm_val_refusal refusals[ROOM];
};

static void require(int condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "validator_core: error: not so: %s\n", what);
	abort();
}

/* The code in memory of exactly its size: a byte too far is seen. */
static struct outcome check(const uint8_t *code, size_t size,
    struct zvm_val_policy policy, uint32_t count)
{
	struct zvm_val_part parts[PARTS_MAX] = {0};
	struct outcome out;
	struct zvm_val_request request = {.code = code,
	    .size = size,
	    .base = 0x20000,
	    .policy = policy,
	    .scratch_size = zvm_val_parts_scratch_size(size, count),
	    .refusals = out.refusals,
	    .refusal_room = ROOM};
	uint32_t i;

	memset(&out, 0, sizeof(out));
	request.scratch = malloc(request.scratch_size);
	memset(request.scratch, 0xa5, request.scratch_size);
	for (i = 0; i < count; i++) {
		parts[i].index = i;
		parts[i].count = count;
		zvm_val_check_part(&request, &parts[i]);
	}
	out.result = zvm_val_join(&request, parts, count, &out.summary);
	free(request.scratch);
	return out;
}

static void ask_oracle(const uint8_t *code, size_t size)
{
	ZydisDecodedInstruction insn;
	ZydisDecoderContext context;
	ZydisDecoder decoder;
	size_t at = 0;

	ZydisDecoderInit(
	    &decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	while (at < size) {
		require(ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(
			    &decoder, &context, code + at, size - at, &insn)),
		    "the oracle decodes what is accepted");
		require(at / 32 == (at + insn.length - 1) / 32,
		    "no instruction crosses a boundary");
		at += insn.length;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zvm_val_policy policy = {0}, lax = {ZVM_VAL_ISA_V2, 0};
	struct outcome one, many;
	uint64_t sum = 0;
	uint32_t i, count;
	uint8_t *code;

	if (size < 2)
		return 0;
	policy.isa_level = 1 + (data[0] & 1);
	policy.require_register_return = data[0] >> 1 & 1;
	count = 1 + data[1] % PARTS_MAX;
	size -= 2;
	code = malloc(size + !size);
	memcpy(code, data + 2, size);
	one = check(code, size, policy, 1);
	many = check(code, size, policy, count);
	require(!memcmp(&one, &many, sizeof(one)), "parts change nothing");
	for (i = 0; i < ZVM_VAL_RULE_COUNT; i++)
		sum += one.summary.per_rule[i];
	require(sum == one.summary.refusals, "all refusals are counted");
	require((one.result == ZVM_VAL_OK) == !sum, "refused with a reason");
	require(one.result != ZVM_VAL_BAD_REQUEST, "the request is good");
	if (one.result == ZVM_VAL_OK) {
		ask_oracle(code, size);
		require(check(code, size, lax, 1).result == ZVM_VAL_OK,
		    "a lax policy accepts what a strict one does");
	}
	free(code);
	return 0;
}
