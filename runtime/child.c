/* SPDX-License-Identifier: Apache-2.0
 *
 * The confined child, from fork to the first guest instruction. The order
 * matters: everything that needs the host comes first, then the process gives
 * up what it has, and the filter is the last thing before the guest.
 */
#include "child.h"

#include <asm/prctl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "boot.h"
#include "gate/sha.h"
#include "processor.h"

#define SPARE_DESCRIPTORS 8

static int add_region(
    uint64_t start, uint64_t end, uint32_t access, struct zvm_problem *problem)
{
	if (start == end)
		return 1;
	return zvm_region_add(&zvm_session.regions, (uint32_t)start,
		   (uint32_t)end, access) ||
	       zvm_problem(
		   problem, ZVM_END_INTERNAL, "error: guest regions overlap");
}

static int map_gate(struct zvm_problem *problem)
{
	uint64_t end = ZVM_GATE_BASE + ZVM_GATE_SIZE;

	if (!zvm_space_protect(
		ZVM_GATE_BASE, end, PROT_READ | PROT_WRITE, problem))
		return 0;
	zvm_gate_slots((uint8_t *)(uintptr_t)ZVM_GATE_BASE);
	return zvm_space_protect(
		   ZVM_GATE_BASE, end, PROT_READ | PROT_EXEC, problem) &&
	       add_region(ZVM_GATE_BASE, end, ZVM_REGION_READ, problem);
}

/* The kernel joins neighbouring pages of equal access again only when they
 * have a history in common: the first write gives it to the whole range. */
static void write_once(uint64_t page)
{
	*(volatile uint8_t *)(uintptr_t)page = 0;
}

static int map_rest(const struct zvm_launch *launch, struct zvm_space *space,
    struct zvm_problem *problem)
{
	const uint32_t all =
	    ZVM_REGION_READ | ZVM_REGION_WRITE | ZVM_REGION_PAGES;
	uint64_t heap_end, boot_end, map_end;

	if (!zvm_space_layout(launch->manifest,
		zvm_boot_bytes(launch->manifest), space, problem))
		return 0;
	heap_end = (uint64_t)space->heap_base + space->heap_size;
	map_end = (uint64_t)space->map_base + space->map_size;
	boot_end = (uint64_t)space->boot_base + space->boot_size;
	if (!zvm_space_protect(
		space->heap_base, heap_end, PROT_READ | PROT_WRITE, problem) ||
	    !zvm_space_protect(
		space->boot_base, boot_end, PROT_READ | PROT_WRITE, problem) ||
	    !zvm_space_protect(space->stack_base, ZVM_STACK_END,
		PROT_READ | PROT_WRITE, problem))
		return 0;
	write_once(space->heap_base);
	write_once(ZVM_STACK_END - ZVM_PAGE_SIZE);
	zvm_boot_build((uint8_t *)(uintptr_t)space->boot_base, launch->manifest,
	    launch->sources, space);
	return zvm_space_protect(
		   space->boot_base, boot_end, PROT_READ, problem) &&
	       add_region(space->heap_base, heap_end, all, problem) &&
	       add_region(
		   space->map_base, map_end, ZVM_REGION_PAGES, problem) &&
	       add_region(
		   space->boot_base, boot_end, ZVM_REGION_READ, problem) &&
	       add_region(space->stack_base, ZVM_STACK_END, all, problem);
}

static void fill_gate_channel(struct zvm_gate_channel *to,
    const struct zvm_manifest_channel *wanted, const struct zvm_source *source)
{
	to->type = wanted->type;
	to->flags = wanted->flags;
	to->source_count = wanted->source_count;
	to->alive =
	    ~(uint64_t)0 >> (ZVM_SOURCES_MAX - (int)wanted->source_count);
	to->regular = (uint8_t)source->regular;
	to->huge = (uint8_t)source->huge;
	to->terminal = (uint8_t)source->terminal;
	to->size = source->size;
	to->gets = wanted->gets;
	to->get_bytes = wanted->get_bytes;
	to->puts = wanted->puts;
	to->put_bytes = wanted->put_bytes;
}

/* Room for one chunk of each source of the channel that has most. */
static int take_compare_room(
    const struct zvm_manifest *manifest, struct zvm_problem *problem)
{
	uint32_t most = 1;

	for (uint32_t i = 0; i < manifest->channel_count; i++)
		if (manifest->channels[i].flags & ZVM_CHANNEL_GET &&
		    manifest->channels[i].source_count > most)
			most = manifest->channels[i].source_count;
	if (most == 1)
		return 1;
	zvm_session.compare = malloc((size_t)most * ZVM_COMPARE_CHUNK);
	return zvm_session.compare != NULL ||
	       zvm_problem(problem, ZVM_END_MEMORY, "error: out of memory");
}

static int open_fifos(
    const struct zvm_launch *launch, struct zvm_problem *problem)
{
	const struct zvm_manifest *manifest = launch->manifest;

	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		const struct zvm_manifest_channel *channel =
		    &manifest->channels[i];
		uint32_t end = channel->first_source + channel->source_count;

		for (uint32_t s = channel->first_source; s < end; s++)
			if (launch->sources[s].fifo &&
			    !zvm_source_open_fifo(&launch->sources[s], channel,
				&manifest->sources[s], problem))
				return 0;
	}
	return 1;
}

/* Asking the processor takes time that a session without digests can save. */
static void choose_digests(const struct zvm_manifest *manifest)
{
	int tagged = manifest->memory_tag != ZVM_DIGEST_NONE ||
		     manifest->network_count > 0;

	for (uint32_t i = 0; i < manifest->channel_count; i++)
		tagged |= manifest->channels[i].tag != ZVM_DIGEST_NONE;
	if (tagged && zvm_processor_has_sha())
		zvm_digest_sha = zvm_sha_blocks;
}

static int take_channels(
    const struct zvm_launch *launch, struct zvm_problem *problem)
{
	const struct zvm_manifest *manifest = launch->manifest;
	uint32_t count = manifest->source_count;

	zvm_session.channels =
	    calloc(manifest->channel_count, sizeof(*zvm_session.channels));
	zvm_session.fds = calloc(count, sizeof(*zvm_session.fds));
	if (zvm_session.channels == NULL || zvm_session.fds == NULL)
		return zvm_problem(
		    problem, ZVM_END_MEMORY, "error: out of memory");
	if (!open_fifos(launch, problem) ||
	    !take_compare_room(manifest, problem))
		return 0;
	for (uint32_t i = 0; i < count; i++)
		zvm_session.fds[i] = launch->sources[i].fd;
	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		const struct zvm_manifest_channel *wanted =
		    &manifest->channels[i];

		fill_gate_channel(&zvm_session.channels[i], wanted,
		    &launch->sources[wanted->first_source]);
		zvm_session.channels[i].fd =
		    zvm_session.fds + wanted->first_source;
		if (manifest->network_count > 0)
			zvm_session.channels[i].link =
			    zvm_shared_links(
				launch->shared, manifest->channel_count) +
			    wanted->first_source;
	}
	zvm_session.channel_count = manifest->channel_count;
	zvm_session.source_count = count;
	choose_digests(manifest);
	return 1;
}

/* Closes every descriptor that is no channel's, nor the template's own, nor
 * the trace's. */
static int keep_only_channels(
    const struct zvm_launch *launch, struct zvm_problem *problem)
{
	uint32_t count = launch->manifest->source_count;
	int *keep = malloc((count + 2) * sizeof(*keep));
	int ok;

	if (keep == NULL)
		return zvm_problem(
		    problem, ZVM_END_MEMORY, "error: out of memory");
	memcpy(keep, zvm_session.fds, count * sizeof(*keep));
	if (launch->control >= 0)
		keep[count++] = launch->control;
	if (launch->trace_fd >= 0)
		keep[count++] = launch->trace_fd;
	ok = zvm_confine_descriptors(keep, count, problem);
	free(keep);
	return ok;
}

static int set_gate(
    const struct zvm_launch *launch, struct zvm_problem *problem)
{
	int traced = launch->trace_fd >= 0;

#define ZVM_GATE(number, name, result, parameters, line)                       \
	zvm_session.gate.entry[number] =                                       \
	    traced ? (uintptr_t)zvm_enter_traced_##name                        \
		   : (uintptr_t)zvm_enter_##name;
#include "../zrt/abi/gate.def"
	if (syscall(SYS_arch_prctl, ARCH_SET_GS, &zvm_session.gate) == 0)
		return 1;
	return zvm_problem(problem, ZVM_END_HOST,
	    "error: arch_prctl(ARCH_SET_GS): %s", strerror(errno));
}

void zvm_child(const struct zvm_launch *launch)
{
	struct zvm_problem *problem = &launch->shared->problem;
	int template = launch->control >= 0;
	/* A request has its sources, its socket and the template's. */
	uint32_t descriptors =
	    template ? launch->manifest->source_count + SPARE_DESCRIPTORS : 0;
	enum zvm_filter_kind filter = template ? ZVM_CONFINE_TEMPLATE
				      : launch->trace_fd >= 0
					  ? ZVM_CONFINE_TRACED
					  : ZVM_CONFINE_PLAIN;
	struct zvm_space space = {0};

	zvm_session.shared = launch->shared;
	zvm_session.control = launch->control;
	zvm_session.slots = launch->slots;
	zvm_session.trace_fd = launch->trace_fd;
	zvm_session.strict = launch->manifest->strict;
	zvm_session.slot_size = launch->slot_size;
	if (!zvm_confine_early(launch, problem) ||
	    !zvm_fault_handlers(problem) || !zvm_space_reserve(problem) ||
	    !map_gate(problem) ||
	    !zvm_load(launch, &space, &zvm_session.regions, problem))
		_exit(1);
	zvm_session.isa_level = space.plan.isa_level;
	zvm_session.register_return =
	    space.plan.return_form == ZVM_RETURN_REGISTER;
	launch->shared->phase = ZVM_PHASE_PREPARE;
	if (!map_rest(launch, &space, problem) ||
	    !take_channels(launch, problem) || !set_gate(launch, problem) ||
	    !zvm_confine_isolate(launch, problem) ||
	    !keep_only_channels(launch, problem) ||
	    !zvm_confine_limits(template, descriptors, problem))
		_exit(1);
	if (launch->mode->prepare_only)
		zvm_gate_leave(ZVM_END_PREPARED);
	if (!zvm_confine_filter(filter, problem))
		_exit(1);
	launch->shared->phase = ZVM_PHASE_GUEST;
	if (launch->trace_fd >= 0)
		zvm_trace_zero();
	/* Minus 8 as after a call; the word there is 0, as all of the stack. */
	zvm_enter_guest(space.plan.entry, ZVM_STACK_END - 8, space.boot_base);
}
