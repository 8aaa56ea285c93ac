/* SPDX-License-Identifier: Apache-2.0
 *
 * The ELF plan: a small valid program, then one file a rule that breaks just
 * this rule, then truncation at every byte and flips of every byte. An
 * accepted plan must keep the invariants of zvm_elf.h whatever the bytes are.
 */
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "zvm_abi.h"
#include "zvm_elf.h"

/* Layout of the valid file: ELF header, 6 program headers, notes, text, data */
enum {
	PHDRS = 52,
	PHDR = 32,
	COUNT = 6,
	NOTE = PHDRS + PHDR * COUNT,
	NOTE_SIZE = 32,
	PROPERTY = NOTE + NOTE_SIZE,
	PROPERTY_SIZE = 28,
	TEXT = PROPERTY + PROPERTY_SIZE,
	TEXT_SIZE = 64,
	DATA = TEXT + TEXT_SIZE,
	DATA_SIZE = 16,
	SIZE = DATA + DATA_SIZE,
	/* program headers by index */
	P_TEXT = 0,
	P_RODATA,
	P_DATA,
	P_NOTE,
	P_PROPERTY,
	P_STACK,
	/* their fields */
	TYPE = 0,
	OFFSET = 4,
	VADDR = 8,
	FILESZ = 16,
	MEMSZ = 20,
	FLAGS = 24
};

static uint8_t file[SIZE + 4096];
static size_t file_size;
static unsigned seen[ZVM_ELF_CODE_COUNT];

static void put16(size_t at, uint32_t value)
{
	file[at] = (uint8_t)value;
	file[at + 1] = (uint8_t)(value >> 8);
}

static void put32(size_t at, uint32_t value)
{
	put16(at, value);
	put16(at + 2, value >> 16);
}

static size_t phdr(unsigned index, unsigned field)
{
	return PHDRS + index * PHDR + field;
}

static void put_phdr(unsigned index, uint32_t type, uint32_t offset,
    uint32_t vaddr, uint32_t filesz, uint32_t memsz, uint32_t flags)
{
	put32(phdr(index, TYPE), type);
	put32(phdr(index, OFFSET), offset);
	put32(phdr(index, VADDR), vaddr);
	put32(phdr(index, FILESZ), filesz);
	put32(phdr(index, MEMSZ), memsz);
	put32(phdr(index, FLAGS), flags);
}

static void make_valid(void)
{
	memset(file, 0, sizeof(file));
	memcpy(file, "\177ELF\1\1\1", 7);
	put16(16, 2);  /* ET_EXEC */
	put16(18, 62); /* EM_X86_64 */
	put32(20, 1);
	put32(24, ZVM_TEXT_BASE + 32);
	put32(28, PHDRS);
	put16(40, 52);
	put16(42, PHDR);
	put16(44, COUNT);
	put_phdr(P_TEXT, 1, TEXT, ZVM_TEXT_BASE, TEXT_SIZE, TEXT_SIZE, 5);
	put_phdr(P_RODATA, 1, DATA, 0x21000, DATA_SIZE, DATA_SIZE, 4);
	put_phdr(P_DATA, 1, DATA, 0x22000, 8, 0x5000, 6);
	put_phdr(P_NOTE, 4, NOTE, 0, NOTE_SIZE, NOTE_SIZE, 4);
	put_phdr(P_PROPERTY, 4, PROPERTY, 0, PROPERTY_SIZE, PROPERTY_SIZE, 4);
	put_phdr(P_STACK, 0x6474e551, 0, 0, 0, 0, 6);
	put32(NOTE, 7);
	put32(NOTE + 4, 12);
	put32(NOTE + 8, ZVM_NOTE_TYPE);
	memcpy(file + NOTE + 12, "ZeroVM", 7);
	put32(NOTE + 20, ZVM_ABI_VERSION);
	put32(PROPERTY, 4);
	put32(PROPERTY + 4, 12);
	put32(PROPERTY + 8, 5);
	memcpy(file + PROPERTY + 12, "GNU", 4);
	put32(PROPERTY + 16, 0xc0008002);
	put32(PROPERTY + 20, 4);
	put32(PROPERTY + 24, 3);
	memset(file + TEXT, 0xf4, TEXT_SIZE);
	file_size = SIZE;
}

static int plan_is_sane(const struct zvm_elf_plan *plan, size_t size)
{
	uint64_t end = 0;
	uint32_t i;

	if (plan->segment_count < 1 ||
	    plan->segment_count > ZVM_ELF_SEGMENTS_MAX ||
	    plan->segments[0].vaddr != ZVM_TEXT_BASE ||
	    plan->segments[0].flags != (ZVM_ELF_R | ZVM_ELF_X) ||
	    plan->segments[0].file_size != plan->segments[0].mem_size ||
	    plan->segments[0].mem_size % ZVM_BUNDLE_SIZE ||
	    plan->entry % ZVM_BUNDLE_SIZE || plan->entry < ZVM_TEXT_BASE ||
	    plan->entry >= ZVM_TEXT_BASE + plan->segments[0].mem_size ||
	    plan->isa_level < 1 || plan->isa_level > 2 ||
	    plan->return_form > ZVM_RETURN_REGISTER)
		return 0;
	for (i = 0; i < plan->segment_count; i++) {
		const struct zvm_elf_segment *s = &plan->segments[i];

		if (s->vaddr < end || !s->mem_size ||
		    s->file_size > s->mem_size ||
		    (s->file_size &&
			(uint64_t)s->file_offset + s->file_size > size) ||
		    (i && s->flags & ZVM_ELF_X))
			return 0;
		end = ((uint64_t)s->vaddr + s->mem_size + ZVM_PAGE_SIZE - 1) /
		      ZVM_PAGE_SIZE * ZVM_PAGE_SIZE;
	}
	return end == plan->image_end && end <= ZVM_IMAGE_END;
}

/* The plan from an exactly sized heap copy, where the sanitizer sees every
 * byte too far. Returns the error code; 0 for a sane plan. */
static enum zvm_elf_code code_of(
    size_t size, struct zvm_elf_error *error, struct zvm_elf_plan *plan)
{
	uint8_t *copy = malloc(size ? size : 1);
	int good;

	memcpy(copy, file, size);
	good = zvm_elf_plan(copy, size, plan, error);
	free(copy);
	if (good && !plan_is_sane(plan, size))
		return ZVM_ELF_CODE_COUNT;
	if (good != (error->code == ZVM_ELF_OK) ||
	    (!good && (!*error->text || !error->hint)))
		return ZVM_ELF_CODE_COUNT;
	return error->code;
}

static void expect(enum zvm_elf_code code, const char *what)
{
	struct zvm_elf_error error;
	struct zvm_elf_plan plan;
	enum zvm_elf_code got = code_of(file_size, &error, &plan);

	seen[code]++;
	if (!tap_ok(got == code, "%s: %s", what, error.text))
		printf("# got code %d, expected %d\n", got, code);
	make_valid();
}

#define EXPECT(id, what) expect(ZVM_ELF_E_##id, what)

static void foreign_files(void)
{
	file_size = 0;
	EXPECT(EMPTY, "no byte at all");
	memcpy(file, "#!/bin/sh\n", 10);
	EXPECT(SCRIPT, "a script");
	memcpy(file, "MZ\220\0", 4);
	EXPECT(NOT_ELF, "another format");
	file_size = 2;
	EXPECT(TRUNCATED, "half the magic number");
	file_size = 40;
	EXPECT(TRUNCATED, "half the header");
	file[4] = 2;
	EXPECT(LINUX_64, "class 64");
	put16(18, 3);
	EXPECT(LINUX_32, "i386");
	put16(18, 183);
	EXPECT(MACHINE, "arm64");
	file[4] = 0;
	EXPECT(CLASS, "class none");
	file[5] = 2;
	EXPECT(DATA, "big-endian");
	put32(20, 2);
	EXPECT(VERSION, "version 2");
	memcpy(file + NOTE + 12, "zerovm", 7);
	EXPECT(LINUX_X32, "no program note");
	put32(phdr(P_NOTE, TYPE), 0);
	put16(16, 3);
	EXPECT(LINUX_X32, "an x32 PIE");
	put16(16, 3);
	EXPECT(SHARED, "a PIE with our note");
	put16(16, 1);
	EXPECT(OBJECT, "an object file");
	put16(16, 4);
	EXPECT(CORE, "a core dump");
	put16(16, 77);
	EXPECT(TYPE, "type 77");
	put16(40, 64);
	EXPECT(HEADER_SIZE, "header of 64 bytes");
	put16(42, 56);
	EXPECT(PHDR_SIZE, "program headers of 56 bytes");
	put16(44, 0);
	EXPECT(PHDR_COUNT, "no program header");
	put16(44, 0xffff);
	EXPECT(PHDR_COUNT, "65535 program headers");
	put32(28, 0xffffffff);
	EXPECT(TRUNCATED, "program headers at 4 GiB");
	put32(phdr(P_STACK, TYPE), 3);
	EXPECT(INTERP, "an interpreter");
	put32(phdr(P_STACK, TYPE), 2);
	EXPECT(DYNAMIC, "a dynamic section");
}

static void text_segment(void)
{
	put32(phdr(P_TEXT, TYPE), 0);
	put32(phdr(P_RODATA, TYPE), 0);
	put32(phdr(P_DATA, TYPE), 0);
	EXPECT(NO_TEXT, "no segments");
	put_phdr(P_DATA, 1, TEXT, 0x30000, 32, 32, 5);
	EXPECT(TEXT_TWICE, "second text");
	put32(phdr(P_TEXT, FLAGS), 7);
	EXPECT(WRITE_EXEC, "writable text");
	put32(phdr(P_DATA, FLAGS), 7);
	EXPECT(WRITE_EXEC, "executable data");
	put32(phdr(P_TEXT, FLAGS), 1);
	EXPECT(TEXT_FLAGS, "execute-only text");
	put32(phdr(P_TEXT, FLAGS), 13);
	EXPECT(TEXT_FLAGS, "unknown flag");
	put32(phdr(P_TEXT, VADDR), 0x10000);
	EXPECT(TEXT_ADDRESS, "text on the gate");
	put32(phdr(P_TEXT, FILESZ), 0);
	put32(phdr(P_TEXT, MEMSZ), 0);
	EXPECT(TEXT_EMPTY, "empty text");
	put32(phdr(P_TEXT, MEMSZ), 96);
	EXPECT(TEXT_BSS, "text larger in memory");
	put32(phdr(P_TEXT, FILESZ), 63);
	put32(phdr(P_TEXT, MEMSZ), 63);
	EXPECT(TEXT_BUNDLES, "63 bytes of text");
	put32(phdr(P_TEXT, FILESZ), 0x3fffffe0);
	put32(phdr(P_TEXT, MEMSZ), 0x3fffffe0);
	EXPECT(TEXT_END, "text beyond 1 GiB");
	put32(phdr(P_TEXT, FILESZ), 0xffffffe0);
	put32(phdr(P_TEXT, MEMSZ), 0xffffffe0);
	EXPECT(TEXT_END, "text that wraps around");
	put32(phdr(P_TEXT, FILESZ), 4096);
	put32(phdr(P_TEXT, MEMSZ), 4096);
	EXPECT(SEGMENT_FILE, "text outside the file");
	put32(24, ZVM_TEXT_BASE + 16);
	EXPECT(ENTRY, "entry inside a bundle");
	put32(24, ZVM_TEXT_BASE + 64);
	EXPECT(ENTRY, "entry behind the text");
	put32(24, 0x10000);
	EXPECT(ENTRY, "entry in the gate");
	put32(24, 0xffffffe0);
	EXPECT(ENTRY, "entry at the top");
}

static void data_segments(void)
{
	unsigned i;

	put32(phdr(P_DATA, FLAGS), 2);
	EXPECT(SEGMENT_FLAGS, "write-only data");
	put32(phdr(P_DATA, FLAGS), 0);
	EXPECT(SEGMENT_FLAGS, "data without access");
	put32(phdr(P_DATA, VADDR), 0x22010);
	EXPECT(SEGMENT_ALIGN, "data off its page");
	put32(phdr(P_DATA, FILESZ), 0x5001);
	EXPECT(SEGMENT_SIZES, "data larger in the file");
	put32(phdr(P_DATA, VADDR), 0x20000);
	EXPECT(SEGMENT_ORDER, "data over the text");
	put32(phdr(P_DATA, VADDR), 0x21000);
	EXPECT(SEGMENT_ORDER, "data over data");
	put32(phdr(P_TEXT, TYPE), 0);
	EXPECT(SEGMENT_ORDER, "data before the text");
	put32(phdr(P_DATA, MEMSZ), 0x7fffffff);
	EXPECT(SEGMENT_END, "data beyond 2 GiB");
	put32(phdr(P_DATA, VADDR), 0xfffff000);
	EXPECT(SEGMENT_END, "data at the top");
	put32(phdr(P_DATA, OFFSET), 0xfffffff8);
	EXPECT(SEGMENT_FILE, "data outside the file");
	put16(44, 24);
	put32(28, SIZE);
	file_size = SIZE + 24 * PHDR;
	memcpy(file + SIZE, file + PHDRS, COUNT * PHDR);
	for (i = COUNT; i < 24; i++) {
		size_t at = SIZE + i * PHDR;

		put32(at + TYPE, 1);
		put32(at + VADDR, 0x100000 + i * 0x1000);
		put32(at + MEMSZ, 16);
		put32(at + FLAGS, 6);
	}
	EXPECT(SEGMENT_COUNT, "21 segments");
	put32(phdr(P_STACK, FLAGS), 7);
	EXPECT(EXEC_STACK, "executable stack");
}

static void notes(void)
{
	put32(NOTE, 0xfffffff0);
	EXPECT(NOTE_FORM, "name of 4 GiB");
	put32(NOTE + 4, 0xfffffff0);
	EXPECT(NOTE_FORM, "descriptor of 4 GiB");
	put32(phdr(P_NOTE, FILESZ), 5);
	EXPECT(NOTE_FORM, "5 bytes of notes");
	put32(NOTE + 4, 8);
	put32(phdr(P_NOTE, FILESZ), 28);
	EXPECT(NOTE_FORM, "short program note");
	put32(phdr(P_NOTE, OFFSET), 0xffffffff);
	EXPECT(TRUNCATED, "notes outside the file");
	put_phdr(P_STACK, 4, NOTE, 0, NOTE_SIZE, NOTE_SIZE, 4);
	EXPECT(NOTE_TWICE, "two program notes");
	put32(NOTE + 20, 2);
	EXPECT(ABI_VERSION, "ABI version 2");
	put32(NOTE + 24, 2);
	EXPECT(RETURN_FORM, "return form 2");
	put32(NOTE + 28, 1);
	EXPECT(NOTE_FLAGS, "a flag");
	put32(PROPERTY + 20, 8);
	EXPECT(PROPERTY_FORM, "property larger than its note");
	put32(PROPERTY + 20, 0xfffffffd);
	EXPECT(PROPERTY_FORM, "property of 4 GiB");
	put32(PROPERTY + 20, 0);
	put32(PROPERTY + 4, 8);
	put32(phdr(P_PROPERTY, FILESZ), 24);
	EXPECT(PROPERTY_FORM, "empty ISA level");
	put32(PROPERTY + 16, 0xc0000002);
	EXPECT(ISA_MISSING, "another property");
	put32(PROPERTY + 24, 0);
	EXPECT(ISA_MISSING, "no ISA bit");
	put32(PROPERTY + 24, 7);
	EXPECT(ISA_LEVEL, "x86-64-v3");
	put32(PROPERTY + 24, 0x80000003);
	EXPECT(ISA_LEVEL, "a level of the future");
}

static void valid(void)
{
	struct zvm_elf_error error;
	struct zvm_elf_plan plan;

	tap_equal(code_of(file_size, &error, &plan), 0, "the valid file");
	tap_equal(plan.segment_count, 3, "segments");
	tap_equal(plan.entry, ZVM_TEXT_BASE + 32, "entry");
	tap_equal(plan.image_end, 0x27000, "image end");
	tap_equal(plan.isa_level, 2, "ISA level");
	tap_equal(plan.return_form, ZVM_RETURN_MASKED, "return form");
	put32(PROPERTY + 24, 1);
	put32(NOTE + 24, 1);
	tap_equal(code_of(file_size, &error, &plan), 0, "baseline, register");
	tap_equal(plan.isa_level, 1, "ISA level");
	tap_equal(plan.return_form, ZVM_RETURN_REGISTER, "return form");
	make_valid();
}

static void hostile(void)
{
	unsigned long accepted = 0, insane = 0, tried = 0;
	struct zvm_elf_error error;
	struct zvm_elf_plan plan;
	unsigned value;
	size_t at;

	for (at = 0; at < SIZE; at++)
		accepted += code_of(at, &error, &plan) == ZVM_ELF_OK;
	tap_equal(accepted, 0, "truncated at every byte: never accepted");
	for (at = 0, accepted = 0; at < DATA; at++)
		for (value = 0; value < 256; value++) {
			uint8_t original = file[at];
			enum zvm_elf_code code;

			file[at] = (uint8_t)value;
			code = code_of(SIZE, &error, &plan);
			accepted += code == ZVM_ELF_OK;
			insane += code == ZVM_ELF_CODE_COUNT;
			tried++;
			file[at] = original;
		}
	tap_equal(insane, 0, "every byte set to every value: plans are sane");
	printf("# %lu files, %lu accepted\n", tried, accepted);
}

int main(void)
{
	unsigned code;

	make_valid();
	valid();
	foreign_files();
	text_segment();
	data_segments();
	notes();
	for (code = 1; code < ZVM_ELF_CODE_COUNT; code++)
		if (!seen[code])
			tap_ok(0, "error %u has no test", code);
	hostile();
	return tap_done();
}
