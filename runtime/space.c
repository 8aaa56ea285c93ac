/* SPDX-License-Identifier: Apache-2.0
 *
 * The guest's address space in the confined child (docs/abi.md section 1).
 * Everything is one private anonymous mapping without access, in which pages
 * are opened one range at a time: no file is mapped here, and nothing else can
 * come to lie below 8 GiB later.
 */
#include "child.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

#define RESERVE_START ZVM_GUEST_START
#define RESERVE_SIZE  (ZVM_RESERVE_END - ZVM_GUEST_START)

#define GUARD_START (ZVM_GUEST_END - ZVM_STACK_SIZE - ZVM_STACK_GUARD_SIZE)
#define HEAP_LEAST  0x100000 /* less is no useful session */

/* Names the first mapping that is in the way. */
static void name_obstacle(char *out, size_t room)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[400];
	unsigned long long start, end;

	snprintf(out, room, "something unknown");
	while (maps != NULL && fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%llx-%llx", &start, &end) != 2 ||
		    start >= ZVM_RESERVE_END || end <= RESERVE_START)
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(out, room, "%.160s", line);
		break;
	}
	if (maps != NULL)
		fclose(maps);
}

static int reserve_failed(int error, struct zvm_problem *problem)
{
	char obstacle[200];
	struct rlimit limit;

	switch (error) {
	case EEXIST:
		name_obstacle(obstacle, sizeof(obstacle));
		return zvm_problem(problem, ZVM_END_MEMORY,
		    "error: cannot reserve addresses 64 KiB to 8 GiB: %s is "
		    "there",
		    obstacle);
	case ENOMEM:
		if (getrlimit(RLIMIT_AS, &limit) == 0 &&
		    limit.rlim_cur != RLIM_INFINITY)
			zvm_problem(problem, ZVM_END_MEMORY,
			    "error: cannot reserve 8 GiB of address space "
			    "(got a limit of %llu KiB, expected 'ulimit -v' of "
			    "unlimited)",
			    (unsigned long long)limit.rlim_cur / 1024);
		else
			zvm_problem(problem, ZVM_END_MEMORY,
			    "error: cannot reserve 8 GiB of address space: "
			    "%s",
			    strerror(error));
		zvm_problem_hint(problem, "the addresses cost no memory; run "
					  "'ulimit -v unlimited' first");
		return 0;
	case EPERM:
		zvm_problem(problem, ZVM_END_MEMORY,
		    "error: cannot reserve addresses from 64 KiB on: the "
		    "kernel's vm.mmap_min_addr is above 65536");
		zvm_problem_hint(problem, "sysctl -w vm.mmap_min_addr=65536");
		return 0;
	default:
		return zvm_problem(problem, ZVM_END_MEMORY,
		    "error: cannot reserve addresses 64 KiB to 8 GiB: %s",
		    strerror(error));
	}
}

int zvm_space_reserve(struct zvm_problem *problem)
{
	void *wanted = (void *)(uintptr_t)RESERVE_START;
	void *got = mmap(wanted, RESERVE_SIZE, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE,
	    -1, 0);

	if (got == MAP_FAILED)
		return reserve_failed(errno, problem);
	if (got != wanted) { /* a kernel that does not know NOREPLACE */
		munmap(got, RESERVE_SIZE);
		return reserve_failed(EEXIST, problem);
	}
	return 1;
}

int zvm_space_protect(
    uint64_t start, uint64_t end, int protection, struct zvm_problem *problem)
{
	if (start >= end)
		return 1;
	if (start < RESERVE_START || end > ZVM_GUEST_END)
		return zvm_problem(problem, ZVM_END_INTERNAL,
		    "error: pages outside the guest");
	if (mprotect((void *)(uintptr_t)start, end - start, protection) == 0)
		return 1;
	return zvm_problem(problem, ZVM_END_MEMORY,
	    "error: cannot give %llu bytes of memory to the guest: %s",
	    (unsigned long long)(end - start), strerror(errno));
}

void zvm_space_populate(uint64_t start, uint64_t end)
{
	madvise((void *)(uintptr_t)start, end - start, MADV_POPULATE_WRITE);
}

int zvm_space_layout(const struct zvm_manifest *manifest, uint32_t boot_bytes,
    struct zvm_space *space, struct zvm_problem *problem)
{
	uint64_t image = space->plan.image_end - ZVM_TEXT_BASE;
	uint64_t fixed, room, heap;

	space->boot_size =
	    (boot_bytes + ZVM_PAGE_SIZE - 1) & ~(uint32_t)(ZVM_PAGE_SIZE - 1);
	space->boot_base = GUARD_START - space->boot_size;
	space->stack_base = ZVM_STACK_END - ZVM_STACK_SIZE;
	space->heap_base = space->plan.image_end;
	fixed = image + space->boot_size + ZVM_STACK_SIZE;
	if (manifest->memory < fixed + HEAP_LEAST)
		return zvm_problem(problem, ZVM_END_MEMORY,
		    "%.160s: error: too little memory (got %llu bytes, "
		    "expected at least %llu: program %llu, stack %d, heap %d)",
		    manifest->program, (unsigned long long)manifest->memory,
		    (unsigned long long)fixed + HEAP_LEAST,
		    (unsigned long long)image + space->boot_size,
		    ZVM_STACK_SIZE, HEAP_LEAST);
	heap = (manifest->memory - fixed) & ~(uint64_t)(ZVM_PAGE_SIZE - 1);
	room = space->boot_base - space->heap_base;
	space->heap_size = (uint32_t)(heap < room ? heap : room);
	space->map_base = space->heap_base + space->heap_size;
	space->map_size = space->boot_base - space->map_base;
	return 1;
}
