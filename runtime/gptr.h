/* SPDX-License-Identifier: Apache-2.0
 *
 * The only way from a guest address to memory. A zvm_gptr is a number that
 * the guest chose; it becomes a host pointer here, after a check against the
 * list of regions, or not at all. No other trusted file casts one.
 *
 * Hazard: what a checked pointer points to may be anything, and the guest
 * wrote it. Copy a structure in once, then look at the copy. (Bytes cannot
 * change during a gate call: the guest's only thread is the one that called.)
 */
#ifndef ZVM_GPTR_H
#define ZVM_GPTR_H

#include <stddef.h>
#include <stdint.h>

#include "../zrt/abi/zvm_abi.h"

#define ZVM_REGION_READ  1
#define ZVM_REGION_WRITE 2

#define ZVM_REGIONS_MAX 32

/* [start, end), guest addresses; end may be up to ZVM_GUEST_END. */
struct zvm_region {
	uint32_t start;
	uint32_t end;
	uint32_t access; /* ZVM_REGION_* */
};

/* Ascending, not overlapping, not empty. */
struct zvm_regions {
	uint32_t count;
	struct zvm_region region[ZVM_REGIONS_MAX];
};

/* Appends; 0 when it is out of order, empty, outside the guest or too many. */
int zvm_region_add(
    struct zvm_regions *regions, uint32_t start, uint32_t end, uint32_t access);

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
