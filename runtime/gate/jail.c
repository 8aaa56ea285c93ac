/* SPDX-License-Identifier: Apache-2.0
 *
 * jail, unjail: code that the guest made at run time. Pages become read-only,
 * are validated where they lie, and only then executable; the guest's one
 * thread is in here, so nothing can write in between.
 *
 * A jail is one range with its own validation. Its direct branches end in it
 * or in the gate, and nobody else's lead into it, so it goes away as a whole
 * and leaves no branch behind. Indirect jumps and returns are masked to bundle
 * starts, which every jail has whatever it held before. Where it ends begins
 * another jail, at a bundle, or memory that cannot be executed.
 */
#include "gate.h"

#include <linux/mman.h>

#include "../../validator/include/zvm_validator.h"

/* The validator's core, compiled as the gate is (runtime.mk). */
enum zvm_val_result zvm_jail_validate(
    const struct zvm_val_request *request, struct zvm_val_summary *summary);

static uint32_t scratch[(ZVM_JAIL_SIZE_MAX / 32 + 1) * 2];

/* Whole read-write pages of the heap below 2 GiB, where code may be. The
 * stack and most of the map area are above it. */
static int may_hold_code(zvm_gptr address, uint32_t size)
{
	const struct zvm_regions *regions = &zvm_session.regions;
	const struct zvm_region *region =
	    zvm_region_pages(regions, address, size);

	return region && region->access & ZVM_REGION_WRITE &&
	       (uint64_t)address + size <= ZVM_IMAGE_END &&
	       zvm_states_within(
		   regions, address, size, ZVM_STATE_REGION, ZVM_STATE_REGION);
}

int32_t zvm_gate_jail(zvm_gptr address, uint32_t size)
{
	struct zvm_regions *regions = &zvm_session.regions;
	struct zvm_val_refusal refusal;
	struct zvm_val_request request = {
	    .code = zvm_gptr_pages(address),
	    .size = size,
	    .base = address,
	    .policy = {zvm_session.isa_level, zvm_session.register_return},
	    .scratch = scratch,
	    .scratch_size = sizeof(scratch),
	    .refusals = &refusal,
	    .refusal_room = 1,
	};
	enum zvm_val_result result;

	if (zvm_session.strict) /* the strict pass is not part of the gate */
		return -GUEST_EPERM;
	if (!may_hold_code(address, size))
		return -GUEST_EINVAL;
	if (size > ZVM_JAIL_SIZE_MAX)
		return -GUEST_EFBIG;
	if (!zvm_states_fit(regions, address, size, ZVM_STATE_JAIL))
		return -GUEST_ENOMEM;
	zvm_change_access(address, size, PROT_READ);
	refusal.address = address;
	result = zvm_jail_validate(&request, 0);
	if (result != ZVM_VAL_OK) {
		zvm_change_access(address, size, PROT_READ | PROT_WRITE);
		return result == ZVM_VAL_REFUSED ? (int32_t)refusal.address
						 : -GUEST_EINVAL;
	}
	zvm_change_access(address, size, PROT_READ | PROT_EXEC);
	zvm_states_set(regions, address, size, ZVM_STATE_JAIL);
	zvm_states_set(regions, address, ZVM_PAGE_SIZE, ZVM_STATE_JAIL_START);
	return 0;
}

int32_t zvm_gate_unjail(zvm_gptr address, uint32_t size)
{
	struct zvm_regions *regions = &zvm_session.regions;

	if (!zvm_region_pages(regions, address, size) ||
	    zvm_state_at(regions, address) != ZVM_STATE_JAIL_START ||
	    !zvm_states_within(regions, address + ZVM_PAGE_SIZE,
		size - ZVM_PAGE_SIZE, ZVM_STATE_JAIL, ZVM_STATE_JAIL) ||
	    zvm_state_at(regions, (uint64_t)address + size) == ZVM_STATE_JAIL)
		return -GUEST_EINVAL;
	if (!zvm_states_fit(regions, address, size, ZVM_STATE_REGION))
		return -GUEST_ENOMEM;
	zvm_change_access(address, size, PROT_READ | PROT_WRITE);
	zvm_states_set(regions, address, size, ZVM_STATE_REGION);
	return 0;
}
