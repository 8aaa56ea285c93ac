/* SPDX-License-Identifier: Apache-2.0
 *
 * One call to check a piece of code, for the validator's test programs.
 */
#ifndef ZVM_VALIDATOR_CHECK_H
#define ZVM_VALIDATOR_CHECK_H

#include <string.h>

#include "zvm_validator.h"

#define CHECK_BASE 0x20000u
#define CHECK_ROOM 4096 /* bytes of code at most */

struct check {
	enum zvm_val_result result;
	struct zvm_val_refusal first;
	struct zvm_val_summary summary;
};

static __attribute__((unused)) struct check check_policy(
    const uint8_t *code, size_t size, uint32_t level, uint32_t register_return)
{
	static uint32_t scratch[(CHECK_ROOM / 32 + 1) * 2];
	struct check check = {.first.reason = ZVM_VAL_REASON_NONE};
	struct zvm_val_request request = {
	    .code = code,
	    .size = size,
	    .base = CHECK_BASE,
	    .policy = {level, register_return},
	    .scratch = scratch,
	    .scratch_size = sizeof(scratch),
	    .refusals = &check.first,
	    .refusal_room = 1,
	};

	/* What a former check left in the scratch must not matter. */
	memset(scratch, 0xa5, sizeof(scratch));
	check.result = zvm_validate(&request, &check.summary);
	return check;
}

static __attribute__((unused)) struct check check_code(
    const uint8_t *code, size_t size)
{
	return check_policy(code, size, ZVM_VAL_ISA_V2, 0);
}

/* The rule of the first refusal, or "accepted". */
static __attribute__((unused)) const char *check_rule(const struct check *check)
{
	if (check->result == ZVM_VAL_OK)
		return "accepted";
	return zvm_val_rule_name(zvm_val_reason_rule(check->first.reason));
}

#endif
