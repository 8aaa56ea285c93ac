/* SPDX-License-Identifier: Apache-2.0
 *
 * map, protect, discard: the guest's pages after the start. A call checks
 * everything first, then changes the kernel's view and the page states
 * together; a host that refuses in between ends the session.
 *
 * What never happens here: a page that is writable and executable; a file's
 * page that is writable or executable, or outside the map area; a change of
 * text, data, boot block or gate; a change of jailed pages.
 */
#include "gate.h"

#include <linux/mman.h>

#define PAGE ((uint32_t)ZVM_PAGE_SIZE)

/* What the map area's pages were at start, and are again (child.h). */
#define RESERVE_FLAGS (MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED)

void zvm_change_access(zvm_gptr start, uint32_t size, int protection)
{
	if (zvm_syscall6(NR_mprotect, zvm_gptr_pages(start), size, protection,
		0, 0, 0) != 0)
		zvm_gate_leave(ZVM_END_MEMORY);
}

static int in_map_area(const struct zvm_region *region)
{
	return !(region->access & ZVM_REGION_WRITE);
}

/* Pages of heap or stack that are not jailed. */
static int is_changeable(zvm_gptr start, uint32_t size)
{
	const struct zvm_regions *regions = &zvm_session.regions;
	const struct zvm_region *region =
	    zvm_region_pages(regions, start, size);

	return region && !in_map_area(region) &&
	       zvm_states_within(
		   regions, start, size, ZVM_STATE_REGION, ZVM_STATE_READ);
}

int32_t zvm_gate_protect(zvm_gptr address, uint32_t size, uint32_t access)
{
	struct zvm_regions *regions = &zvm_session.regions;
	enum zvm_page_state state;
	int protection;

	switch (access) {
	case ZVM_PROT_NONE:
		protection = PROT_NONE, state = ZVM_STATE_NONE;
		break;
	case ZVM_PROT_READ:
		protection = PROT_READ, state = ZVM_STATE_READ;
		break;
	case ZVM_PROT_READ_WRITE:
		protection = PROT_READ | PROT_WRITE, state = ZVM_STATE_REGION;
		break;
	case ZVM_PROT_GUARD:
		protection = PROT_NONE, state = ZVM_STATE_GUARD;
		break;
	default:
		return -GUEST_EINVAL;
	}
	if (!is_changeable(address, size))
		return -GUEST_EINVAL;
	if (!zvm_states_fit(regions, address, size, state))
		return -GUEST_ENOMEM;
	zvm_change_access(address, size, protection);
	zvm_states_set(regions, address, size, state);
	return 0;
}

/* The map area's pages without a file. */
static void reserve_again(zvm_gptr address, uint32_t size)
{
	int64_t got = zvm_syscall6(NR_mmap, zvm_gptr_pages(address), size,
	    PROT_NONE, RESERVE_FLAGS, -1, 0);

	if (got != address)
		zvm_gate_leave(ZVM_END_MEMORY);
	zvm_states_set(&zvm_session.regions, address, size, ZVM_STATE_REGION);
}

int32_t zvm_gate_discard(zvm_gptr address, uint32_t size)
{
	const struct zvm_regions *regions = &zvm_session.regions;
	const struct zvm_region *region =
	    zvm_region_pages(regions, address, size);

	if (region && in_map_area(region)) {
		if (!zvm_states_fit(regions, address, size, ZVM_STATE_REGION))
			return -GUEST_ENOMEM;
		reserve_again(address, size);
		return 0;
	}
	/* Zero bytes in a jail would be code that nobody checked. */
	if (!is_changeable(address, size))
		return -GUEST_EINVAL;
	if (zvm_syscall6(NR_madvise, zvm_gptr_pages(address), size,
		MADV_DONTNEED, 0, 0, 0) != 0)
		zvm_gate_leave(ZVM_END_MEMORY);
	return 0;
}

/* Only what gives the same bytes at every look: a file that this session does
 * not write, and of which no digest says that each byte passed once. */
static int32_t mappable(
    const struct zvm_gate_channel *channel, const struct zvm_digest *digest)
{
	if (!(channel->flags & ZVM_CHANNEL_GET))
		return -GUEST_EBADF;
	if (channel->flags & ZVM_CHANNEL_PUT)
		return -GUEST_EACCES;
	if (!channel->regular || channel->huge || !zvm_random_get(channel) ||
	    channel->source_count != 1)
		return -GUEST_ENODEV;
	if (digest->kind != ZVM_DIGEST_NONE)
		return -GUEST_EPERM;
	return 0;
}

int32_t zvm_gate_map(
    int32_t number, zvm_gptr address, uint32_t size, int64_t offset)
{
	struct zvm_gate_channel *channel = zvm_find_channel(number);
	struct zvm_regions *regions = &zvm_session.regions;
	const struct zvm_region *region;
	struct zvm_channel_count *count;
	enum zvm_page_state state;
	int64_t bytes, pages, got;
	uint32_t whole;
	int32_t error;

	if (!channel)
		return -GUEST_EINVAL;
	count = &zvm_session.shared->channels[number];
	error = mappable(channel, &count->digest);
	if (error)
		return error;
	if (size > INT32_MAX)
		return -GUEST_EINVAL;
	whole = (size + PAGE - 1) & ~(PAGE - 1);
	region = zvm_region_pages(regions, address, whole);
	if (!region || !in_map_area(region))
		return -GUEST_EINVAL;
	if (offset < 0 || offset % PAGE || offset >= channel->size)
		return -GUEST_EINVAL;
	/* Nothing behind the page in which the file ends. */
	bytes = channel->size - offset;
	pages = bytes / PAGE + (bytes % PAGE != 0);
	if (whole / PAGE > pages)
		return -GUEST_EINVAL;
	if (bytes > whole)
		bytes = whole;
	if (count->gets >= channel->gets ||
	    bytes > channel->get_bytes - count->get_bytes)
		return -GUEST_EDQUOT;
	state = zvm_state_for_mapping(regions, address, whole);
	if (!zvm_states_fit(regions, address, whole, state))
		return -GUEST_ENOMEM;
	got = zvm_syscall6(NR_mmap, zvm_gptr_pages(address), whole, PROT_READ,
	    MAP_PRIVATE | MAP_FIXED, channel->fd[0], offset);
	if (got != address) {
		/* What was there before may be gone. */
		reserve_again(address, whole);
		return zvm_guest_error(got);
	}
	zvm_states_set(regions, address, whole, state);
	count->gets++;
	count->get_bytes += bytes;
	count->mapped = 1;
	return 0;
}

/* Pages without access have contents as well. */
static void open_all_pages(const struct zvm_regions *regions)
{
	for (uint32_t i = 0; i < regions->count; i++) {
		const struct zvm_region *region = &regions->region[i];

		if (region->access & ZVM_REGION_PAGES && !in_map_area(region))
			zvm_change_access(region->start,
			    region->end - region->start, PROT_READ);
	}
}

static void digest_range(
    struct zvm_digest *digest, uint32_t start, uint32_t end)
{
	zvm_digest_update(digest, zvm_gptr_pages(start), end - start);
}

/* Of the map area only what is mapped. */
static void digest_mapped(const struct zvm_regions *regions,
    const struct zvm_region *region, struct zvm_digest *digest)
{
	for (uint32_t at = region->start; at < region->end; at += PAGE)
		if (zvm_state_is_mapped(zvm_state_at(regions, at)))
			digest_range(digest, at, at + PAGE);
}

void zvm_digest_memory(struct zvm_digest *digest)
{
	const struct zvm_regions *regions = &zvm_session.regions;

	if (regions->changes)
		open_all_pages(regions);
	for (uint32_t i = 0; i < regions->count; i++) {
		const struct zvm_region *region = &regions->region[i];

		if (region->access & ZVM_REGION_PAGES && in_map_area(region))
			digest_mapped(regions, region, digest);
		else
			digest_range(digest, region->start, region->end);
	}
}
