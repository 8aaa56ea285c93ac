/* SPDX-License-Identifier: Apache-2.0
 *
 * Guest pointer checks and copies. Freestanding and general registers only:
 * this is part of the gate.
 */
#include "gptr.h"

static const uint8_t state_access[ZVM_STATE_COUNT] = {
    [ZVM_STATE_READ] = ZVM_REGION_READ,
    [ZVM_STATE_MAPPED] = ZVM_REGION_READ,
    [ZVM_STATE_MAPPED_2] = ZVM_REGION_READ,
    [ZVM_STATE_MAPPED_3] = ZVM_REGION_READ,
    [ZVM_STATE_JAIL_START] = ZVM_REGION_READ,
    [ZVM_STATE_JAIL] = ZVM_REGION_READ,
};

static int eight_as_region(const uint8_t *states)
{
	uint64_t all;

	__builtin_memcpy(&all, states, sizeof(all));
	return all == 0; /* ZVM_STATE_REGION, eight times */
}

/* Whether all pages of [from, to), a part of the region, give the access. */
static int pages_allow(const struct zvm_regions *regions,
    const struct zvm_region *region, uint64_t from, uint64_t to,
    uint32_t access)
{
	const uint8_t *at = regions->states + from / ZVM_PAGE_SIZE;
	const uint8_t *end = regions->states + (to - 1) / ZVM_PAGE_SIZE + 1;
	int usual = (region->access & access) == access;

	while (at < end) {
		if (usual && end - at >= 8 && eight_as_region(at)) {
			at += 8;
			continue;
		}
		if (*at == ZVM_STATE_REGION
			? !usual
			: (state_access[*at] & access) != access)
			return 0;
		at++;
	}
	return 1;
}

/* A sum of two 32-bit numbers has 33 bits; nothing here may wrap. */
static int covered(const struct zvm_regions *regions, zvm_gptr ptr,
    uint32_t size, uint32_t access)
{
	uint64_t at = ptr;
	uint64_t end = (uint64_t)ptr + size;

	if (size == 0)
		return 1;
	for (uint32_t i = 0; i < regions->count; i++) {
		const struct zvm_region *region = &regions->region[i];

		if (at < region->start)
			return 0;
		if (at >= region->end)
			continue;
		if (region->access & ZVM_REGION_PAGES) {
			if (!pages_allow(regions, region, at,
				end < region->end ? end : region->end, access))
				return 0;
		} else if ((region->access & access) != access) {
			return 0;
		}
		at = region->end;
		if (at >= end)
			return 1;
	}
	return 0;
}

static uint8_t *host_address(zvm_gptr ptr)
{
	return (
	    uint8_t *)(uintptr_t)ptr; /* a guest address is a host address */
}

static void copy(uint8_t *to, const uint8_t *from, uint64_t size)
{
	__asm__ volatile("rep movsb"
			 : "+D"(to), "+S"(from), "+c"(size)
			 :
			 : "memory");
}

int zvm_region_add(
    struct zvm_regions *regions, uint32_t start, uint32_t end, uint32_t access)
{
	uint32_t count = regions->count;

	if (start < ZVM_GUEST_START || start >= end || end > ZVM_GUEST_END ||
	    count == ZVM_REGIONS_MAX)
		return 0;
	if (count > 0 && regions->region[count - 1].end > start)
		return 0;
	regions->region[count].start = start;
	regions->region[count].end = end;
	regions->region[count].access = access;
	regions->count = count + 1;
	return 1;
}

const struct zvm_region *zvm_region_pages(
    const struct zvm_regions *regions, zvm_gptr start, uint32_t size)
{
	uint64_t end = (uint64_t)start + size;

	if (size == 0 || start % ZVM_PAGE_SIZE || size % ZVM_PAGE_SIZE)
		return NULL;
	for (uint32_t i = 0; i < regions->count; i++) {
		const struct zvm_region *region = &regions->region[i];

		if (start >= region->start && end <= region->end)
			return region->access & ZVM_REGION_PAGES ? region
								 : NULL;
	}
	return NULL;
}

int zvm_states_within(const struct zvm_regions *regions, zvm_gptr start,
    uint32_t size, enum zvm_page_state first, enum zvm_page_state last)
{
	const uint8_t *at = regions->states + start / ZVM_PAGE_SIZE;

	for (uint32_t i = 0; i < size / ZVM_PAGE_SIZE; i++)
		if (at[i] < first || at[i] > last)
			return 0;
	return 1;
}

/* How the number of changes moves. A range never starts at page 0 nor ends at
 * the last one: regions lie inside the guest. */
static int32_t changes_by(const struct zvm_regions *regions, zvm_gptr start,
    uint32_t size, enum zvm_page_state state)
{
	const uint8_t *at = regions->states + start / ZVM_PAGE_SIZE;
	uint32_t pages = size / ZVM_PAGE_SIZE;
	int32_t by = (at[-1] != state) + (at[pages] != state);

	for (uint32_t i = 0; i <= pages; i++)
		by -= at[i] != at[(int64_t)i - 1];
	return by;
}

int zvm_states_fit(const struct zvm_regions *regions, zvm_gptr start,
    uint32_t size, enum zvm_page_state state)
{
	int32_t by = changes_by(regions, start, size, state);

	/* Going back to fewer is always possible. */
	return by <= 0 ||
	       regions->changes + (uint32_t)by <= ZVM_STATE_CHANGES_MAX;
}

void zvm_states_set(struct zvm_regions *regions, zvm_gptr start, uint32_t size,
    enum zvm_page_state state)
{
	uint8_t *at = regions->states + start / ZVM_PAGE_SIZE;

	regions->changes += (uint32_t)changes_by(regions, start, size, state);
	for (uint32_t i = 0; i < size / ZVM_PAGE_SIZE; i++)
		at[i] = (uint8_t)state;
}

enum zvm_page_state zvm_state_at(
    const struct zvm_regions *regions, uint64_t address)
{
	if (address / ZVM_PAGE_SIZE >= ZVM_STATES_SIZE)
		return ZVM_STATE_REGION;
	return (enum zvm_page_state)regions->states[address / ZVM_PAGE_SIZE];
}

enum zvm_page_state zvm_state_for_mapping(
    const struct zvm_regions *regions, zvm_gptr start, uint32_t size)
{
	const uint8_t *at = regions->states + start / ZVM_PAGE_SIZE;
	uint8_t left = at[-1], right = at[size / ZVM_PAGE_SIZE];
	uint8_t state = ZVM_STATE_MAPPED;

	while (state == left || state == right)
		state++;
	return (enum zvm_page_state)state;
}

void *zvm_gptr_pages(zvm_gptr start)
{
	return host_address(start);
}

const uint8_t *zvm_gptr_readable(
    const struct zvm_regions *regions, zvm_gptr ptr, uint32_t size)
{
	if (!covered(regions, ptr, size, ZVM_REGION_READ))
		return NULL;
	return host_address(size != 0 ? ptr : ZVM_GUEST_START);
}

uint8_t *zvm_gptr_writable(
    const struct zvm_regions *regions, zvm_gptr ptr, uint32_t size)
{
	if (!covered(regions, ptr, size, ZVM_REGION_WRITE))
		return NULL;
	return host_address(size != 0 ? ptr : ZVM_GUEST_START);
}

int zvm_copy_in(
    const struct zvm_regions *regions, void *to, zvm_gptr from, uint32_t size)
{
	const uint8_t *bytes = zvm_gptr_readable(regions, from, size);

	if (bytes == NULL)
		return 0;
	copy(to, bytes, size);
	return 1;
}

int zvm_copy_out(const struct zvm_regions *regions, zvm_gptr to,
    const void *from, uint32_t size)
{
	uint8_t *bytes = zvm_gptr_writable(regions, to, size);

	if (bytes == NULL)
		return 0;
	copy(bytes, from, size);
	return 1;
}
