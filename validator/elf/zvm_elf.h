/* SPDX-License-Identifier: Apache-2.0
 *
 * From the bytes of a program file to a plan for loading it: docs/abi.md
 * section 6 as one pure function. The bytes are hostile; nothing is mapped,
 * allocated or kept. Called by the runtime's loader, zvm-validate and fuzzers.
 *
 * A plan says only where things go. The text in it is not yet validated.
 */
#ifndef ZVM_ELF_H
#define ZVM_ELF_H

#include <stddef.h>
#include <stdint.h>

#define ZVM_ELF_SEGMENTS_MAX 17 /* the text and 16 more */
#define ZVM_ELF_HEADERS_MAX  64 /* program headers of all types */

#define ZVM_ELF_X 1
#define ZVM_ELF_W 2
#define ZVM_ELF_R 4

/* Invariants of an accepted plan: file_offset + file_size is inside the file,
 * file_size <= mem_size, mem_size > 0, segments ascend and share no page,
 * all lie in [0x20000, 2 GiB). */
struct zvm_elf_segment {
	uint32_t vaddr; /* a multiple of the page size */
	uint32_t mem_size;
	uint32_t file_offset; /* any alignment: read, do not map */
	uint32_t file_size;   /* the rest of mem_size is zero */
	uint32_t flags;       /* ZVM_ELF_R, with _X (text) or _W */
};

struct zvm_elf_plan {
	uint32_t entry;       /* a bundle start inside the text */
	uint32_t return_form; /* ZVM_RETURN_MASKED or _REGISTER */
	uint32_t isa_level;   /* 1 baseline, 2 x86-64-v2: ZVM_VAL_ISA_* */
	uint32_t image_end;   /* end of the last segment, rounded to a page */
	uint32_t segment_count;
	/* segments[0] is the text: vaddr 0x20000, file_size == mem_size, a
	 * multiple of 32. */
	struct zvm_elf_segment segments[ZVM_ELF_SEGMENTS_MAX];
};

enum zvm_elf_code {
	ZVM_ELF_OK,
#define ZVM_ELF_ERROR(id, text, hint) ZVM_ELF_E_##id,
#include "zvm_elf_errors.def"
	ZVM_ELF_CODE_COUNT
};

struct zvm_elf_error {
	enum zvm_elf_code code;
	uint64_t offset;  /* file offset of the field that is wrong */
	const char *hint; /* what to do: a static string, may be "" */
	char text[160];   /* "what (got X, expected Y)", no newline */
};

/* Returns 1 and fills the plan, or returns 0 and fills the error. */
int zvm_elf_plan(const uint8_t *file, size_t size, struct zvm_elf_plan *plan,
    struct zvm_elf_error *error);

#endif
