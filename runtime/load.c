/* SPDX-License-Identifier: Apache-2.0
 *
 * From the program file to validated memory. The plan is made of a private
 * copy of the file's headers; each segment is then read once, to where it will
 * be, and never looked at again in the file, so nobody can change what was
 * checked. The text is validated where it will run, whole pages of it, and
 * becomes executable only after that.
 */
#include "child.h"
#include "processor.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../validator/include/zvm_validator.h"
#include "../validator/parallel/zvm_parallel.h"

#define FILE_SIZE_MAX 0x80000000u /* more cannot fit below 2 GiB anyway */

#define HEADERS_SIZE 4096 /* program headers of all but odd files end here */

/* A private copy of those parts of the file that the plan is made of; zeroes
 * elsewhere. */
struct image {
	uint8_t *bytes;
	size_t size; /* of the file */
	size_t mapped;
};

static uint32_t page_up(uint32_t address)
{
	return (address + ZVM_PAGE_SIZE - 1) & ~(uint32_t)(ZVM_PAGE_SIZE - 1);
}

/* Bytes [offset, offset + size) of the file, or as many as there are; -1 with
 * the problem filled. */
static int64_t read_file(const struct zvm_launch *launch, uint8_t *to,
    uint64_t offset, uint64_t size, struct zvm_problem *problem)
{
	uint64_t done = 0;

	while (done < size) {
		ssize_t got = pread(launch->program_fd, to + done,
		    (size_t)(size - done), (off_t)(offset + done));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			zvm_problem(problem, ZVM_END_HOST,
			    "%.160s: error: cannot read the program file: %s",
			    launch->manifest->program, strerror(errno));
			return -1;
		}
		if (got == 0)
			break;
		done += (uint64_t)got;
	}
	return (int64_t)done;
}

/* A part of the file into its place in the copy. */
static int read_part(const struct zvm_launch *launch, struct image *image,
    uint64_t offset, uint64_t size, struct zvm_problem *problem)
{
	int64_t got;

	if (offset >= image->size)
		return 1;
	if (size > image->size - offset)
		size = image->size - offset;
	got = read_file(launch, image->bytes + offset, offset, size, problem);
	if (got < 0)
		return 0;
	if ((uint64_t)got < size) /* it shrank: what was read counts */
		image->size = (size_t)(offset + (uint64_t)got);
	return 1;
}

/* The program headers and the notes, as far as they lie behind the first page.
 * A header that is not what it should be names none; the plan then finds out
 * what is wrong. */
static int read_notes(const struct zvm_launch *launch, struct image *image,
    struct zvm_problem *problem)
{
	const Elf32_Ehdr *header = (const void *)image->bytes;
	uint64_t table, end;

	if (image->size < sizeof(*header) ||
	    memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
	    header->e_ident[EI_CLASS] != ELFCLASS32)
		return 1;
	table = header->e_phoff;
	end = table + header->e_phnum * sizeof(Elf32_Phdr);
	/* Each of them may have notes as large as the file. */
	if (end > image->size || header->e_phnum > ZVM_ELF_HEADERS_MAX)
		return 1;
	if (end > HEADERS_SIZE &&
	    !read_part(launch, image, table, end - table, problem))
		return 0;
	for (uint64_t at = table; at < end; at += sizeof(Elf32_Phdr)) {
		Elf32_Phdr segment;

		memcpy(&segment, image->bytes + at, sizeof(segment));
		if (segment.p_type == PT_NOTE &&
		    (uint64_t)segment.p_offset + segment.p_filesz >
			HEADERS_SIZE &&
		    !read_part(launch, image, segment.p_offset,
			segment.p_filesz, problem))
			return 0;
	}
	return 1;
}

static int read_headers(const struct zvm_launch *launch, struct image *image,
    struct zvm_problem *problem)
{
	const char *program = launch->manifest->program;
	struct stat st;
	long long limit;

	if (fstat(launch->program_fd, &st) != 0)
		return zvm_problem(problem, ZVM_END_HOST, "%.160s: error: %s",
		    program, strerror(errno));
	/* The copy is the guest's to pay for. */
	limit = launch->manifest->memory < FILE_SIZE_MAX
		    ? (long long)launch->manifest->memory
		    : FILE_SIZE_MAX;
	if (st.st_size > limit)
		return zvm_problem(problem, ZVM_END_REFUSED,
		    "%.160s: error: the program file is larger than the "
		    "session's memory (got %lld bytes, expected at most %lld)",
		    program, (long long)st.st_size, limit);
	image->size = (size_t)st.st_size;
	image->mapped = image->size + 1;
	image->bytes = mmap(NULL, image->mapped, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (image->bytes == MAP_FAILED)
		return zvm_problem(problem, ZVM_END_MEMORY,
		    "%.160s: error: cannot read the program file: %s", program,
		    strerror(errno));
	return read_part(launch, image, 0, HEADERS_SIZE, problem) &&
	       read_notes(launch, image, problem);
}

static int make_plan(const struct zvm_manifest *manifest,
    const struct image *image, struct zvm_elf_plan *plan,
    struct zvm_problem *problem)
{
	const char *program = manifest->program;
	struct zvm_elf_error error;

	if (!zvm_elf_plan(image->bytes, image->size, plan, &error)) {
		zvm_problem(problem, ZVM_END_REFUSED, "%.160s: error: %s",
		    program, error.text);
		if (error.hint != NULL && error.hint[0] != '\0')
			zvm_problem_hint(problem, "%s", error.hint);
		return 0;
	}
	if (manifest->register_returns &&
	    plan->return_form != ZVM_RETURN_REGISTER) {
		zvm_problem(problem, ZVM_END_REFUSED,
		    "%.160s: error: the program has masked returns, the "
		    "session wants them in registers",
		    program);
		zvm_problem_hint(problem, "docs/security.md, Return forms");
		return 0;
	}
	if (plan->isa_level >= ZVM_VAL_ISA_V2 && !zvm_processor_has_v2()) {
		zvm_problem(problem, ZVM_END_REFUSED,
		    "%.160s: error: the program needs the ISA level x86-64-v2, "
		    "which this processor lacks",
		    program);
		zvm_problem_hint(problem, "build it with -march=x86-64");
		return 0;
	}
	return 1;
}

static void refusal_text(
    const struct zvm_val_refusal *refusal, char *out, size_t room)
{
	size_t used;

	used = (size_t)snprintf(out, room, "at 0x%x:", refusal->address);
	for (int i = 0; i < refusal->length && i < ZVM_VAL_BYTES_MAX; i++)
		used += (size_t)snprintf(
		    out + used, room - used, " %02x", refusal->bytes[i]);
	snprintf(out + used, room - used, ": %s: %s",
	    zvm_val_rule_name(zvm_val_reason_rule(refusal->reason)),
	    zvm_val_reason_text(refusal->reason));
}

static int validate(const struct zvm_launch *launch,
    const struct zvm_elf_plan *plan, uint32_t size, struct zvm_problem *problem)
{
	const char *program = launch->manifest->program;
	const int strict = launch->manifest->strict;
	const uint32_t parts = strict ? 1 : zvm_parallel_parts(size);
	struct zvm_val_refusal refusal = {0};
	struct zvm_val_summary summary = {0};
	struct zvm_val_request request = {
	    .code = (const uint8_t *)(uintptr_t)ZVM_TEXT_BASE,
	    .size = size,
	    .base = ZVM_TEXT_BASE,
	    .policy.isa_level = plan->isa_level,
	    .policy.require_register_return =
		plan->return_form == ZVM_RETURN_REGISTER,
	    .scratch_size = strict ? zvm_val_strict_scratch_size(size)
				   : zvm_val_parts_scratch_size(size, parts),
	    .refusals = &refusal,
	    .refusal_room = 1,
	};
	enum zvm_val_result result;
	char where[300];

	request.scratch =
	    mmap(NULL, request.scratch_size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	if (request.scratch == MAP_FAILED)
		return zvm_problem(problem, ZVM_END_MEMORY,
		    "%.160s: error: out of memory", program);
	launch->shared->phase = ZVM_PHASE_VALIDATE;
	/* The threads are gone when this returns: the sandbox has one. */
	result = strict ? zvm_validate_strict(&request, &summary)
			: zvm_parallel_validate(&request, parts, &summary);
	munmap(request.scratch, request.scratch_size);
	launch->shared->instructions = summary.instructions;
	if (result == ZVM_VAL_OK) {
		launch->shared->verdict = ZVM_VERDICT_PASSED;
		return 1;
	}
	if (result != ZVM_VAL_REFUSED)
		return zvm_problem(problem, ZVM_END_INTERNAL,
		    "%.160s: error: the validator did not accept the request",
		    program);
	launch->shared->verdict = ZVM_VERDICT_REFUSED;
	refusal_text(&refusal, where, sizeof(where));
	zvm_problem(problem, ZVM_END_REFUSED, "%.100s: error: refused %s",
	    program, where);
	zvm_problem_hint(problem, "zvm-validate%s shows all of it (%llu %s)",
	    strict ? " --strict" : "", (unsigned long long)summary.refusals,
	    summary.refusals == 1 ? "refusal" : "refusals");
	return 0;
}

/* The segment's bytes of the file, to where they will stay. */
static int fill(const struct zvm_launch *launch,
    const struct zvm_elf_segment *segment, struct zvm_problem *problem)
{
	uint32_t end = page_up(segment->vaddr + segment->file_size);
	uint8_t *memory = (uint8_t *)(uintptr_t)segment->vaddr;
	int64_t got;

	zvm_space_populate(segment->vaddr, end);
	got = read_file(
	    launch, memory, segment->file_offset, segment->file_size, problem);
	if (got < 0 || (uint64_t)got == segment->file_size)
		return got >= 0;
	return zvm_problem(problem, ZVM_END_HOST,
	    "%.160s: error: the program file became shorter while it was read",
	    launch->manifest->program);
}

static int load_segment(const struct zvm_launch *launch,
    const struct zvm_elf_segment *segment, struct zvm_regions *regions,
    struct zvm_problem *problem)
{
	uint32_t end = page_up(segment->vaddr + segment->mem_size);
	int writable = (segment->flags & ZVM_ELF_W) != 0;

	if (!zvm_space_protect(
		segment->vaddr, end, PROT_READ | PROT_WRITE, problem) ||
	    !fill(launch, segment, problem))
		return 0;
	if (!writable &&
	    !zvm_space_protect(segment->vaddr, end, PROT_READ, problem))
		return 0;
	if (zvm_region_add(regions, segment->vaddr, end,
		writable ? ZVM_REGION_READ | ZVM_REGION_WRITE
			 : ZVM_REGION_READ))
		return 1;
	return zvm_problem(
	    problem, ZVM_END_INTERNAL, "error: segments out of order");
}

static int load_text(const struct zvm_launch *launch,
    const struct zvm_elf_plan *plan, struct zvm_regions *regions,
    struct zvm_problem *problem)
{
	const struct zvm_elf_segment *text = &plan->segments[0];
	uint32_t end = page_up(ZVM_TEXT_BASE + text->file_size);
	uint8_t *memory = (uint8_t *)(uintptr_t)ZVM_TEXT_BASE;

	if (!zvm_space_protect(
		ZVM_TEXT_BASE, end, PROT_READ | PROT_WRITE, problem) ||
	    !fill(launch, text, problem))
		return 0;
	memset(memory + text->file_size, 0xf4,
	    end - ZVM_TEXT_BASE - text->file_size);
	return validate(launch, plan, end - ZVM_TEXT_BASE, problem) &&
	       zvm_space_protect(
		   ZVM_TEXT_BASE, end, PROT_READ | PROT_EXEC, problem) &&
	       (zvm_region_add(regions, ZVM_TEXT_BASE, end, ZVM_REGION_READ) ||
		   zvm_problem(problem, ZVM_END_INTERNAL,
		       "error: no room for the text"));
}

int zvm_load(const struct zvm_launch *launch, struct zvm_space *space,
    struct zvm_regions *regions, struct zvm_problem *problem)
{
	struct zvm_elf_plan *plan = &space->plan;
	struct image image = {0};

	if (!read_headers(launch, &image, problem) ||
	    !make_plan(launch->manifest, &image, plan, problem))
		return 0;
	munmap(image.bytes, image.mapped);
	if (!load_text(launch, plan, regions, problem))
		return 0;
	for (uint32_t i = 1; i < plan->segment_count; i++)
		if (!load_segment(launch, &plan->segments[i], regions, problem))
			return 0;
	return 1;
}
