/* SPDX-License-Identifier: Apache-2.0
 *
 * The confined child: the steps between fork and the first guest instruction,
 * in their order. Only child.c calls them; each returns 1, or 0 with the
 * problem filled. The supervisor never runs any of this.
 */
#ifndef ZVM_CHILD_H
#define ZVM_CHILD_H

#include <sys/types.h>

#include "channel/network.h"
#include "supervisor.h"
#include "gate/session.h"
#include "manifest/manifest.h"
#include "../validator/elf/zvm_elf.h"
#include "warm/server.h"

/* What the supervisor hands over by forking. */
struct zvm_launch {
	const struct zvm_manifest *manifest;
	struct zvm_source *sources;
	struct zvm_shared *shared;
	struct zvm_server *server; /* NULL without a Job */
	int control; /* the child's end of the template's socket, or -1 */
	uint8_t *slots;
	size_t slot_size;
	int program_fd;
	const struct zvm_mode *mode;
	/* What getppid says while the supervisor lives. In a namespace of its
	 * own the child has no number for it: 0, and a pidfd, else -1. */
	pid_t supervisor;
	int supervisor_fd;
	int trace_fd; /* where the gate reports calls, or -1 */
	struct zvm_network_wait *network; /* NULL without the network */
};

/* Where the guest's parts are; filled step by step. */
struct zvm_space {
	struct zvm_elf_plan plan;
	uint32_t heap_base, heap_size;
	uint32_t map_base, map_size;
	uint32_t boot_base, boot_size; /* boot_size in whole pages */
	uint32_t stack_base;
};

/* What mmap gets for pages without access. */
#define ZVM_RESERVE_FLAGS                                                      \
	(MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED)

/* space.c: takes [64 KiB, 8 GiB), all of it without access; lays out the heap
 * and the stack. */
int zvm_space_reserve(struct zvm_problem *problem);
int zvm_space_layout(const struct zvm_manifest *manifest, uint32_t boot_bytes,
    struct zvm_space *space, struct zvm_problem *problem);
/* Changes the access of reserved pages. */
int zvm_space_protect(
    uint64_t start, uint64_t end, int protection, struct zvm_problem *problem);
/* Has the kernel bring writable pages at once that will all be written: for
 * speed only, so a kernel that cannot is no problem. */
void zvm_space_populate(uint64_t start, uint64_t end);

/* load.c: text, validation, data. */
int zvm_load(const struct zvm_launch *launch, struct zvm_space *space,
    struct zvm_regions *regions, struct zvm_problem *problem);

/* gate/slots.c: what stands at ZVM_GATE_BASE. Pure. */
void zvm_gate_slots(uint8_t page[ZVM_GATE_SIZE]);

/* confine.c */
int zvm_confine_early(const struct zvm_launch *launch, struct zvm_problem *);
/* The kernel's layers (isolate.h), as the launch wants them. */
int zvm_confine_isolate(const struct zvm_launch *launch, struct zvm_problem *);
int zvm_confine_descriptors(
    int *keep, uint32_t count, struct zvm_problem *problem);
/* descriptors: how many the process may have, 0 for no new ones; a process
 * that may become a template also clones itself. */
int zvm_confine_limits(
    int template, uint32_t descriptors, struct zvm_problem *problem);
/* filter.c; nothing but filter.def works afterwards, and what the kind of
 * session needs beside. */
enum zvm_filter_kind {
	ZVM_CONFINE_PLAIN,
	ZVM_CONFINE_TEMPLATE, /* filter_warm.def */
	ZVM_CONFINE_TRACED,   /* filter_traced.def */
};
int zvm_confine_filter(enum zvm_filter_kind kind, struct zvm_problem *problem);

/* gate/fault.c: handlers for what the processor reports. */
int zvm_fault_handlers(struct zvm_problem *problem);

__attribute__((noreturn)) void zvm_child(const struct zvm_launch *launch);

#endif
