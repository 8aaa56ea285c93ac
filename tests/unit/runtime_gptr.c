/* SPDX-License-Identifier: Apache-2.0
 *
 * Guest pointer checks against a model that looks at every byte.
 */
#include "tap.h"

#include <stdlib.h>

#include "runtime/gptr.h"

static uint8_t states[ZVM_STATES_SIZE];
static struct zvm_regions regions = {.states = states};

/* The access of one byte, found the slow way. */
static uint32_t access_of(uint64_t address)
{
	uint32_t region = 0;

	for (uint32_t i = 0; i < regions.count; i++)
		if (address >= regions.region[i].start &&
		    address < regions.region[i].end)
			region = regions.region[i].access;
	if (!(region & ZVM_REGION_PAGES))
		return region;
	switch (states[address / 4096]) {
	case ZVM_STATE_REGION:
		return region;
	case ZVM_STATE_NONE:
	case ZVM_STATE_GUARD:
		return 0;
	default:
		return ZVM_REGION_READ;
	}
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
	struct zvm_regions r = {.states = states};

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

/* Where the states of neighbours differ, counted the slow way. */
static uint32_t count_changes(void)
{
	uint32_t changes = 0;

	for (uint32_t i = 1; i < ZVM_STATES_SIZE; i++)
		changes += states[i] != states[i - 1];
	return changes;
}

#define PAGES_START 0x40000000u
#define PAGES       48u

/* Random states in a region that allows them, beside one that does not. */
static void check_states(void)
{
	unsigned wrong = 0, changes = 0, checks = 0;

	srand(1);
	for (int round = 0; round < 400; round++) {
		uint32_t from = (uint32_t)rand() % PAGES;
		uint32_t pages = 1 + (uint32_t)rand() % (PAGES - from);
		uint32_t start = PAGES_START + from * 4096;

		zvm_states_set(&regions, start, pages * 4096,
		    (enum zvm_page_state)(rand() % ZVM_STATE_COUNT));
		if (regions.changes != count_changes())
			changes++;
		for (int i = 0; i < 40; i++) {
			uint32_t at =
			    PAGES_START - 2 + (uint32_t)rand() % (PAGES * 4096);
			uint32_t size = 1 + (uint32_t)rand() % 40000;

			checks += 2;
			wrong += (zvm_gptr_readable(&regions, at, size) !=
				     NULL) != model(at, size, ZVM_REGION_READ);
			wrong += (zvm_gptr_writable(&regions, at, size) !=
				     NULL) != model(at, size, ZVM_REGION_WRITE);
		}
	}
	tap_equal(changes, 0, "the count of changes is exact");
	tap_ok(checks == 32000 && wrong == 0,
	    "%u checks of pages agree with the model", checks);
	zvm_states_set(&regions, PAGES_START, PAGES * 4096, ZVM_STATE_REGION);
	tap_equal(regions.changes, 0, "all changes can be undone");
}

static void check_ranges(void)
{
	const uint32_t size = PAGES * 4096, end = PAGES_START + size;

	tap_ok(zvm_region_pages(&regions, PAGES_START, size) &&
		   zvm_region_pages(&regions, end - 4096, 4096),
	    "whole pages inside such a region");
	tap_ok(!zvm_region_pages(&regions, PAGES_START, 0) &&
		   !zvm_region_pages(&regions, PAGES_START + 1, 4096) &&
		   !zvm_region_pages(&regions, PAGES_START, 4095) &&
		   !zvm_region_pages(&regions, PAGES_START, size + 4096) &&
		   !zvm_region_pages(&regions, PAGES_START - 4096, 8192) &&
		   !zvm_region_pages(&regions, end, 4096) &&
		   !zvm_region_pages(&regions, 0x23000, 4096) &&
		   !zvm_region_pages(&regions, 0xfffff000, 0xfffff000),
	    "nothing else");
	for (uint32_t i = 0; i < 200; i++) {
		uint32_t at = PAGES_START + i % PAGES * 4096;
		enum zvm_page_state state =
		    zvm_state_for_mapping(&regions, at, 4096);

		if (state == states[at / 4096 - 1] ||
		    state == states[at / 4096 + 1] ||
		    !zvm_state_is_mapped(state))
			tap_ok(0, "neighbouring mappings differ");
		zvm_states_set(&regions, at, 4096, state);
	}
	tap_equal(regions.changes, PAGES + 1, "each mapping counts");
	zvm_states_set(&regions, PAGES_START, size, ZVM_STATE_REGION);
	regions.changes = ZVM_STATE_CHANGES_MAX - 1;
	tap_ok(!zvm_states_fit(&regions, PAGES_START, 4096, ZVM_STATE_NONE),
	    "two changes do not fit where one is left");
	regions.changes = ZVM_STATE_CHANGES_MAX - 2;
	tap_ok(zvm_states_fit(&regions, PAGES_START, 4096, ZVM_STATE_NONE),
	    "but where two are");
	regions.changes = 0;
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
	zvm_region_add(&regions, PAGES_START - 4096, PAGES_START,
	    ZVM_REGION_READ | ZVM_REGION_WRITE);
	zvm_region_add(&regions, PAGES_START, PAGES_START + PAGES * 4096,
	    ZVM_REGION_READ | ZVM_REGION_WRITE | ZVM_REGION_PAGES);
	zvm_region_add(&regions, 0xfeff0000, 0xffff0000,
	    ZVM_REGION_READ | ZVM_REGION_WRITE);
	check_near_edges();
	check_wrap();
	check_states();
	check_ranges();
	check_order();
	tap_ok(zvm_gptr_readable(&regions, 0, 0) != NULL &&
		   zvm_gptr_writable(&regions, 0xffffffff, 0) != NULL,
	    "nothing may be transferred anywhere");
	tap_ok(!zvm_copy_in(&regions, &regions, 0xffff, 4) &&
		   !zvm_copy_out(&regions, 0x20000, &regions, 4),
	    "copies ask the same questions");
	return tap_done();
}
