/* SPDX-License-Identifier: Apache-2.0
 *
 * Guest pointer checks against a model that looks at every byte.
 */
#include "tap.h"

#include <stdlib.h>

#include "runtime/gptr.h"

static struct zvm_regions regions;

/* The access of one byte, found the slow way. */
static uint32_t access_of(uint64_t address)
{
	for (uint32_t i = 0; i < regions.count; i++)
		if (address >= regions.region[i].start &&
		    address < regions.region[i].end)
			return regions.region[i].access;
	return 0;
}

static int model(uint64_t start, uint64_t size, uint32_t access)
{
	for (uint64_t at = start; at < start + size; at++)
		if ((access_of(at) & access) != access)
			return 0;
	return 1;
}

static void check_near_edges(void)
{
	static const int offsets[] = {-3, -2, -1, 0, 1, 2, 3};
	unsigned differences = 0, checks = 0;

	for (uint32_t r = 0; r < regions.count; r++) {
		for (int edge = 0; edge < 2; edge++) {
			uint32_t base = edge ? regions.region[r].end
					     : regions.region[r].start;
			for (int i = 0; i < 7; i++) {
				uint32_t at = base + (uint32_t)offsets[i];

				for (uint32_t size = 1; size < 8200;
				     size += size < 8 ? 1 : 4091) {
					checks += 2;
					differences +=
					    (zvm_gptr_readable(
						 &regions, at, size) != NULL) !=
					    model(at, size, ZVM_REGION_READ);
					differences +=
					    (zvm_gptr_writable(
						 &regions, at, size) != NULL) !=
					    model(at, size, ZVM_REGION_WRITE);
				}
			}
		}
	}
	tap_ok(checks > 500, "%u checks around the edges of regions", checks);
	tap_equal(differences, 0, "all agree with the model");
}

static void check_wrap(void)
{
	static const uint32_t big[] = {
	    0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff};
	int refused = 1;

	for (int i = 0; i < 4; i++)
		for (int j = 0; j < 4; j++)
			refused &=
			    zvm_gptr_readable(&regions, big[i], big[j]) == NULL;
	for (int i = 0; i < 4; i++)
		refused &=
		    zvm_gptr_writable(&regions, 0xfffeffff, big[i]) == NULL;
	tap_ok(refused, "sums beyond 32 bits are refused");
}

static void check_order(void)
{
	struct zvm_regions r = {0};

	tap_ok(!zvm_region_add(&r, 0, 0x20000, 1), "page 0 is no region");
	tap_ok(!zvm_region_add(&r, 0xffff, 0x20000, 1), "nor is its last byte");
	tap_ok(!zvm_region_add(&r, 0x20000, 0x20000, 1), "nor nothing");
	tap_ok(!zvm_region_add(&r, 0x20000, 0x1f000, 1), "nor less");
	tap_ok(!zvm_region_add(&r, 0x20000, 0xffff0001, 1), "nor the top");
	tap_ok(zvm_region_add(&r, 0x20000, 0xffff0000, 1), "all else may be");
	tap_ok(!zvm_region_add(&r, 0x30000, 0x40000, 1), "but not twice");
	r.count = 0;
	for (uint32_t i = 0; i < ZVM_REGIONS_MAX; i++)
		zvm_region_add(
		    &r, 0x20000 + i * 0x2000, 0x21000 + i * 0x2000, 1);
	tap_equal(r.count, ZVM_REGIONS_MAX, "the list can be filled");
	tap_ok(!zvm_region_add(&r, 0xf0000000, 0xf0001000, 1),
	    "and not overfilled");
}

int main(void)
{
	zvm_region_add(&regions, 0x10000, 0x20000, ZVM_REGION_READ);
	zvm_region_add(&regions, 0x20000, 0x23000, ZVM_REGION_READ);
	zvm_region_add(
	    &regions, 0x23000, 0x24000, ZVM_REGION_READ | ZVM_REGION_WRITE);
	zvm_region_add(
	    &regions, 0x24000, 0x26000, ZVM_REGION_READ | ZVM_REGION_WRITE);
	zvm_region_add(&regions, 0x30000, 0x31000, ZVM_REGION_READ);
	zvm_region_add(&regions, 0xfeff0000, 0xffff0000,
	    ZVM_REGION_READ | ZVM_REGION_WRITE);
	check_near_edges();
	check_wrap();
	check_order();
	tap_ok(zvm_gptr_readable(&regions, 0, 0) != NULL &&
		   zvm_gptr_writable(&regions, 0xffffffff, 0) != NULL,
	    "nothing may be transferred anywhere");
	tap_ok(!zvm_copy_in(&regions, &regions, 0xffff, 4) &&
		   !zvm_copy_out(&regions, 0x20000, &regions, 4),
	    "copies ask the same questions");
	return tap_done();
}
