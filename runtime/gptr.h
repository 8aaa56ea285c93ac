/* SPDX-License-Identifier: Apache-2.0
 *
 * The only way from a guest address to memory. A zvm_gptr is a number that
 * the guest chose; it becomes a host pointer here, after a check against the
 * list of regions, or not at all. No other trusted file casts one.
 *
 * A region says what its pages are at start. Pages of heap, stack and map area
 * may get a state of their own later; a byte a page remembers it, exactly as
 * the kernel has it, so that a check never lets through what would fault.
 *
 * Hazard: what a checked pointer points to may be anything, and the guest
 * wrote it. Copy a structure in once, then look at the copy: bytes of a mapped
 * file change whenever somebody writes to it. (All others stay as they are
 * during a gate call: the guest's only thread is the one that called.)
 */
#ifndef ZVM_GPTR_H
#define ZVM_GPTR_H

#include <stddef.h>
#include <stdint.h>

#include "../zrt/abi/zvm_abi.h"

#define ZVM_REGION_READ  1
#define ZVM_REGION_WRITE 2
#define ZVM_REGION_PAGES 4 /* its pages may have states of their own */

#define ZVM_REGIONS_MAX 32

enum zvm_page_state {
	ZVM_STATE_REGION, /* as the region says */
	ZVM_STATE_NONE,
	ZVM_STATE_GUARD, /* none, and a fault there is a stack overflow */
	ZVM_STATE_READ,
	ZVM_STATE_MAPPED, /* a channel's file, read-only; three of a kind, so */
	ZVM_STATE_MAPPED_2, /* that neighbouring mappings can always differ */
	ZVM_STATE_MAPPED_3,
	ZVM_STATE_JAIL_START, /* readable and executable: first page of a jail
			       */
	ZVM_STATE_JAIL,       /* its other pages */
	ZVM_STATE_COUNT
};

/* States for all pages below 4 GiB. */
#define ZVM_STATES_SIZE 0x100000

/* Places where the state of neighbours may differ. Each costs the kernel a
 * mapping, of which a process usually has 65,530. */
#define ZVM_STATE_CHANGES_MAX 32768

/* [start, end), guest addresses; end may be up to ZVM_GUEST_END. */
struct zvm_region {
	uint32_t start;
	uint32_t end;
	uint32_t access; /* ZVM_REGION_* */
};

/* Ascending, not overlapping, not empty. */
struct zvm_regions {
	uint8_t *states; /* ZVM_STATES_SIZE bytes, enum zvm_page_state */
	uint32_t changes;
	uint32_t count;
	struct zvm_region region[ZVM_REGIONS_MAX];
};

/* Appends; 0 when it is out of order, empty, outside the guest or too many. */
int zvm_region_add(
    struct zvm_regions *regions, uint32_t start, uint32_t end, uint32_t access);

/* The region that holds all of [start, start + size), whole pages and at least
 * one, and lets pages have states; NULL otherwise. */
const struct zvm_region *zvm_region_pages(
    const struct zvm_regions *regions, zvm_gptr start, uint32_t size);

/* Whether every page of a range that zvm_region_pages accepted has a state
 * from first to last. */
int zvm_states_within(const struct zvm_regions *regions, zvm_gptr start,
    uint32_t size, enum zvm_page_state first, enum zvm_page_state last);

/* Whether one more range of this state fits below ZVM_STATE_CHANGES_MAX, and
 * noting that the pages have it now. */
int zvm_states_fit(const struct zvm_regions *regions, zvm_gptr start,
    uint32_t size, enum zvm_page_state state);
void zvm_states_set(struct zvm_regions *regions, zvm_gptr start, uint32_t size,
    enum zvm_page_state state);

enum zvm_page_state zvm_state_at(
    const struct zvm_regions *regions, uint64_t address);

static inline int zvm_state_is_mapped(enum zvm_page_state state)
{
	return state >= ZVM_STATE_MAPPED && state <= ZVM_STATE_MAPPED_3;
}

/* The one of the three that neither neighbour of the range has. */
enum zvm_page_state zvm_state_for_mapping(
    const struct zvm_regions *regions, zvm_gptr start, uint32_t size);

/* The host address of pages, for the memory calls: to be handed to the kernel
 * or the validator after zvm_region_pages said yes. */
void *zvm_gptr_pages(zvm_gptr start);

/* The host pointer to guest bytes [ptr, ptr + size), when the guest itself
 * may read (write) all of them; NULL otherwise. size 0 is always allowed and
 * gives a pointer that must not be followed. */
const uint8_t *zvm_gptr_readable(
    const struct zvm_regions *regions, zvm_gptr ptr, uint32_t size);
uint8_t *zvm_gptr_writable(
    const struct zvm_regions *regions, zvm_gptr ptr, uint32_t size);

/* 1, or 0 with nothing copied. */
int zvm_copy_in(
    const struct zvm_regions *regions, void *to, zvm_gptr from, uint32_t size);
int zvm_copy_out(const struct zvm_regions *regions, zvm_gptr to,
    const void *from, uint32_t size);

#endif
