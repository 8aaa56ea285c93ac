/* SPDX-License-Identifier: Apache-2.0
 *
 * Guest pointer checks and copies. Freestanding and general registers only:
 * this is part of the gate.
 */
#include "gptr.h"

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
		if ((region->access & access) != access)
			return 0;
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
