/* SPDX-License-Identifier: Apache-2.0
 *
 * Program file to loading plan. Every number read from the file is hostile:
 * it is widened to 64 bits before arithmetic and compared before use, and
 * bytes are only reached through the bounded readers below.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "zvm_abi.h"
#include "zvm_elf.h"

/* Values of the ELF specification; the system's elf.h is not needed. */
enum {
	EHDR_SIZE = 52,
	PHDR_SIZE = 32,
	NHDR_SIZE = 12,
	E_CLASS = 4,
	E_DATA = 5,
	E_IVERSION = 6,
	E_TYPE = 16,
	E_MACHINE = 18,
	E_VERSION = 20,
	E_ENTRY = 24,
	E_PHOFF = 28,
	E_EHSIZE = 40,
	E_PHENTSIZE = 42,
	E_PHNUM = 44,
	P_TYPE = 0,
	P_OFFSET = 4,
	P_VADDR = 8,
	P_FILESZ = 16,
	P_MEMSZ = 20,
	P_FLAGS = 24,
	P_ALIGN = 28,
	ET_REL = 1,
	ET_EXEC = 2,
	ET_DYN = 3,
	ET_CORE = 4,
	EM_386 = 3,
	EM_X86_64 = 62,
	PT_LOAD = 1,
	PT_DYNAMIC = 2,
	PT_INTERP = 3,
	PT_NOTE = 4,
	NT_GNU_PROPERTY = 5
};
#define PT_GNU_STACK        0x6474e551u
#define PROPERTY_ISA_NEEDED 0xc0008002u
#define ISA_BASELINE        1u
#define ISA_V2              2u

struct reader {
	const uint8_t *file;
	uint64_t size;
	struct zvm_elf_plan *plan;
	struct zvm_elf_error *error;
	uint32_t isa_needed;
	int isa_seen, note_seen;
};

static int __attribute__((format(printf, 4, 5))) fail(struct reader *reader,
    enum zvm_elf_code code, uint64_t offset, const char *detail, ...)
{
	static const struct {
		const char *text, *hint;
	} messages[ZVM_ELF_CODE_COUNT] = {
	    {"", ""},
#define ZVM_ELF_ERROR(id, text, hint) {text, hint},
#include "zvm_elf_errors.def"
	};
	struct zvm_elf_error *error = reader->error;
	char found[100];
	va_list arguments;

	error->code = code;
	error->offset = offset;
	error->hint = messages[code].hint;
	va_start(arguments, detail);
	vsnprintf(found, sizeof(found), detail, arguments);
	va_end(arguments);
	snprintf(error->text, sizeof(error->text), *found ? "%s (%s)" : "%s%s",
	    messages[code].text, found);
	return 0;
}

#define FAIL(id, offset, ...) fail(reader, ZVM_ELF_E_##id, offset, __VA_ARGS__)

/* Callers have checked that the field lies inside the file. */
static uint32_t get16(const struct reader *reader, uint64_t offset)
{
	const uint8_t *p = reader->file + offset;

	return (uint32_t)(p[0] | p[1] << 8);
}

static uint32_t get32(const struct reader *reader, uint64_t offset)
{
	return get16(reader, offset) | get16(reader, offset + 2) << 16;
}

static int check_identity(struct reader *reader)
{
	const uint8_t *file = reader->file;
	uint32_t machine;

	if (reader->size == 0)
		return FAIL(EMPTY, 0, "%s", "");
	if (reader->size >= 2 && file[0] == '#' && file[1] == '!')
		return FAIL(SCRIPT, 0, "%s", "");
	if (memcmp(file, "\177ELF", reader->size < 4 ? reader->size : 4))
		return FAIL(NOT_ELF, 0, "%s", "");
	if (reader->size < 20)
		return FAIL(TRUNCATED, reader->size,
		    "%llu bytes are not even an ELF identification",
		    (unsigned long long)reader->size);
	if (file[E_DATA] != 1)
		return FAIL(DATA, E_DATA, "got data encoding %u, expected 1",
		    file[E_DATA]);
	machine = get16(reader, E_MACHINE);
	if (machine != EM_X86_64 && machine != EM_386)
		return FAIL(MACHINE, E_MACHINE, "got machine %u, expected %u",
		    machine, EM_X86_64);
	if (machine == EM_386)
		return FAIL(LINUX_32, E_MACHINE, "%s", "");
	if (file[E_CLASS] == 2)
		return FAIL(LINUX_64, E_CLASS, "got ELF class 64, expected 32");
	if (file[E_CLASS] != 1)
		return FAIL(
		    CLASS, E_CLASS, "got %u, expected 1", file[E_CLASS]);
	if (reader->size < EHDR_SIZE)
		return FAIL(TRUNCATED, reader->size,
		    "%llu bytes, the ELF header has %d",
		    (unsigned long long)reader->size, EHDR_SIZE);
	if (file[E_IVERSION] != 1 || get32(reader, E_VERSION) != 1)
		return FAIL(VERSION, E_IVERSION, "expected 1");
	return 1;
}

static int check_header(struct reader *reader)
{
	uint32_t type = get16(reader, E_TYPE);
	uint32_t count = get16(reader, E_PHNUM);
	uint64_t at = get32(reader, E_PHOFF);

	if (type == ET_REL)
		return FAIL(OBJECT, E_TYPE, "%s", "");
	if (type == ET_CORE)
		return FAIL(CORE, E_TYPE, "%s", "");
	if (type != ET_EXEC && type != ET_DYN)
		return FAIL(TYPE, E_TYPE, "got %u, expected %u", type, ET_EXEC);
	if (get16(reader, E_EHSIZE) != EHDR_SIZE)
		return FAIL(HEADER_SIZE, E_EHSIZE, "got %u, expected %d",
		    get16(reader, E_EHSIZE), EHDR_SIZE);
	if (count == 0 || count > ZVM_ELF_HEADERS_MAX)
		return FAIL(PHDR_COUNT, E_PHNUM, "got %u, expected 1 to %d",
		    count, ZVM_ELF_HEADERS_MAX);
	if (get16(reader, E_PHENTSIZE) != PHDR_SIZE)
		return FAIL(PHDR_SIZE, E_PHENTSIZE, "got %u, expected %d",
		    get16(reader, E_PHENTSIZE), PHDR_SIZE);
	if (at + (uint64_t)count * PHDR_SIZE > reader->size)
		return FAIL(TRUNCATED, E_PHOFF,
		    "program headers end at byte %llu of %llu",
		    (unsigned long long)(at + (uint64_t)count * PHDR_SIZE),
		    (unsigned long long)reader->size);
	return 1;
}

/* What concerns the executable segment alone. */
static int check_text(
    struct reader *reader, uint64_t phdr, const struct zvm_elf_segment *text)
{
	if (text->flags & ZVM_ELF_W)
		return FAIL(
		    WRITE_EXEC, phdr + P_FLAGS, "at address %#x", text->vaddr);
	if (reader->plan->segments[0].mem_size)
		return FAIL(
		    TEXT_TWICE, phdr, "second one at address %#x", text->vaddr);
	if (text->flags != (ZVM_ELF_R | ZVM_ELF_X))
		return FAIL(TEXT_FLAGS, phdr + P_FLAGS, "got %#x", text->flags);
	if (text->vaddr != ZVM_TEXT_BASE)
		return FAIL(TEXT_ADDRESS, phdr + P_VADDR,
		    "got %#x, expected %#x", text->vaddr, ZVM_TEXT_BASE);
	if (text->mem_size == 0)
		return FAIL(TEXT_EMPTY, phdr + P_MEMSZ, "%s", "");
	if (text->file_size != text->mem_size)
		return FAIL(TEXT_BSS, phdr + P_FILESZ, "%u and %u",
		    text->file_size, text->mem_size);
	if (text->mem_size % ZVM_BUNDLE_SIZE)
		return FAIL(
		    TEXT_BUNDLES, phdr + P_FILESZ, "%u bytes", text->mem_size);
	if ((uint64_t)text->vaddr + text->mem_size > ZVM_TEXT_END)
		return FAIL(
		    TEXT_END, phdr + P_MEMSZ, "%u bytes", text->mem_size);
	return 1;
}

static int check_data(
    struct reader *reader, uint64_t phdr, const struct zvm_elf_segment *data)
{
	if (data->flags != ZVM_ELF_R && data->flags != (ZVM_ELF_R | ZVM_ELF_W))
		return FAIL(SEGMENT_FLAGS, phdr + P_FLAGS,
		    "got %#x at address %#x", data->flags, data->vaddr);
	if (data->vaddr % ZVM_PAGE_SIZE)
		return FAIL(SEGMENT_ALIGN, phdr + P_VADDR, "got address %#x",
		    data->vaddr);
	return 1;
}

static int read_load(struct reader *reader, uint64_t phdr)
{
	struct zvm_elf_plan *plan = reader->plan;
	struct zvm_elf_segment segment = {
	    .vaddr = get32(reader, phdr + P_VADDR),
	    .mem_size = get32(reader, phdr + P_MEMSZ),
	    .file_offset = get32(reader, phdr + P_OFFSET),
	    .file_size = get32(reader, phdr + P_FILESZ),
	    .flags = get32(reader, phdr + P_FLAGS),
	};
	uint64_t end = (uint64_t)segment.vaddr + segment.mem_size;
	uint64_t file_end = (uint64_t)segment.file_offset + segment.file_size;

	if (segment.flags & ZVM_ELF_X) {
		if (!check_text(reader, phdr, &segment))
			return 0;
	} else {
		if (segment.mem_size == 0 && segment.file_size == 0)
			return 1; /* linkers leave such; nothing to load */
		if (!check_data(reader, phdr, &segment))
			return 0;
	}
	if (segment.file_size > segment.mem_size)
		return FAIL(SEGMENT_SIZES, phdr + P_FILESZ,
		    "%u and %u bytes at address %#x", segment.file_size,
		    segment.mem_size, segment.vaddr);
	if (end > ZVM_IMAGE_END)
		return FAIL(SEGMENT_END, phdr + P_MEMSZ,
		    "%u bytes at address %#x", segment.mem_size, segment.vaddr);
	if (segment.file_size && file_end > reader->size)
		return FAIL(SEGMENT_FILE, phdr + P_OFFSET,
		    "it ends at byte %llu of %llu",
		    (unsigned long long)file_end,
		    (unsigned long long)reader->size);
	if (!(segment.flags & ZVM_ELF_X) && plan->segment_count == 0)
		return FAIL(SEGMENT_ORDER, phdr + P_VADDR,
		    "data at %#x comes before the text", segment.vaddr);
	if (plan->segment_count == ZVM_ELF_SEGMENTS_MAX)
		return FAIL(
		    SEGMENT_COUNT, phdr, "at most %d", ZVM_ELF_SEGMENTS_MAX);
	/* image_end is rounded to a page, so no two share one. */
	if (segment.vaddr < plan->image_end)
		return FAIL(SEGMENT_ORDER, phdr + P_VADDR,
		    "address %#x, the one before ends at %#x", segment.vaddr,
		    plan->image_end);
	plan->segments[plan->segment_count++] = segment;
	plan->image_end = (uint32_t)((end + ZVM_PAGE_SIZE - 1) &
				     ~(uint64_t)(ZVM_PAGE_SIZE - 1));
	return 1;
}

static int read_program_note(struct reader *reader, uint64_t at, uint32_t size)
{
	struct zvm_elf_plan *plan = reader->plan;

	if (reader->note_seen++)
		return FAIL(NOTE_TWICE, at, "%s", "");
	if (size != 12)
		return FAIL(NOTE_FORM, at,
		    "program note of %u bytes, expected 12", size);
	if (get32(reader, at) != ZVM_ABI_VERSION)
		return FAIL(ABI_VERSION, at, "got %u, expected %d",
		    get32(reader, at), ZVM_ABI_VERSION);
	plan->return_form = get32(reader, at + 4);
	if (plan->return_form != ZVM_RETURN_MASKED &&
	    plan->return_form != ZVM_RETURN_REGISTER)
		return FAIL(RETURN_FORM, at + 4, "got %u, expected 0 or 1",
		    plan->return_form);
	if (get32(reader, at + 8))
		return FAIL(NOTE_FLAGS, at + 8, "got %#x, expected 0",
		    get32(reader, at + 8));
	return 1;
}

/* GNU properties: type, size, data, padded to 4 bytes in 32-bit files. */
static int read_properties(struct reader *reader, uint64_t at, uint32_t size)
{
	uint64_t end = at + size;

	while (at < end) {
		uint32_t type, length;
		uint64_t next;

		if (end - at < 8)
			return FAIL(PROPERTY_FORM, at, "cut off");
		type = get32(reader, at);
		length = get32(reader, at + 4);
		next = at + 8 + (((uint64_t)length + 3) & ~(uint64_t)3);
		if (next > end)
			return FAIL(PROPERTY_FORM, at + 4,
			    "property of %u bytes", length);
		if (type == PROPERTY_ISA_NEEDED) {
			if (length != 4)
				return FAIL(PROPERTY_FORM, at + 4,
				    "ISA level of %u bytes", length);
			reader->isa_needed |= get32(reader, at + 8);
			reader->isa_seen = 1;
		}
		at = next;
	}
	return 1;
}

static int read_notes(struct reader *reader, uint64_t phdr)
{
	uint64_t at = get32(reader, phdr + P_OFFSET);
	uint64_t end = at + get32(reader, phdr + P_FILESZ);

	if (end > reader->size)
		return FAIL(TRUNCATED, phdr + P_OFFSET,
		    "notes end at byte %llu of %llu", (unsigned long long)end,
		    (unsigned long long)reader->size);
	while (at < end) {
		uint32_t name_size, size, type;
		uint64_t name, data, next;

		if (end - at < NHDR_SIZE)
			return FAIL(NOTE_FORM, at, "note header cut off");
		name_size = get32(reader, at);
		size = get32(reader, at + 4);
		type = get32(reader, at + 8);
		name = at + NHDR_SIZE;
		data = name + (((uint64_t)name_size + 3) & ~(uint64_t)3);
		next = data + (((uint64_t)size + 3) & ~(uint64_t)3);
		/* The last note's padding may be missing. */
		if (data > end || data + size > end)
			return FAIL(
			    NOTE_FORM, at, "note larger than its segment");
		if (type == ZVM_NOTE_TYPE &&
		    name_size == sizeof(ZVM_NOTE_NAME) &&
		    !memcmp(reader->file + name, ZVM_NOTE_NAME, name_size) &&
		    !read_program_note(reader, data, size))
			return 0;
		if (type == NT_GNU_PROPERTY && name_size == 4 &&
		    !memcmp(reader->file + name, "GNU", 4) &&
		    !read_properties(reader, data, size))
			return 0;
		at = next;
	}
	return 1;
}

/* First what tells a foreign program apart, then the details: someone who
 * runs a Linux program must not be told about page alignment. */
static int check_foreign(struct reader *reader, uint64_t phdrs, uint32_t count)
{
	uint64_t phdr = phdrs;
	uint32_t i;

	for (i = 0; i < count; i++, phdr += PHDR_SIZE)
		if (get32(reader, phdr + P_TYPE) == PT_NOTE &&
		    !read_notes(reader, phdr))
			return 0;
	if (reader->note_seen)
		return 1;
	return FAIL(LINUX_X32, phdrs, "%s", "");
}

static int check_isa(struct reader *reader)
{
	uint32_t needed = reader->isa_needed;

	if (!reader->isa_seen)
		return FAIL(ISA_MISSING, 0, "%s", "");
	if (needed & ~(ISA_BASELINE | ISA_V2))
		return FAIL(ISA_LEVEL, 0, "needs %s, levels %#x",
		    needed & 8   ? "x86-64-v4"
		    : needed & 4 ? "x86-64-v3"
				 : "an unknown level",
		    needed);
	if (!needed)
		return FAIL(ISA_MISSING, 0, "no bit is set");
	reader->plan->isa_level = needed & ISA_V2 ? 2 : 1;
	return 1;
}

static int make_plan(struct reader *reader)
{
	struct zvm_elf_plan *plan = reader->plan;
	uint64_t phdrs, phdr;
	uint32_t count, i;

	if (!check_identity(reader) || !check_header(reader))
		return 0;
	phdrs = get32(reader, E_PHOFF);
	count = get16(reader, E_PHNUM);
	if (!check_foreign(reader, phdrs, count))
		return 0;
	if (get16(reader, E_TYPE) == ET_DYN)
		return FAIL(SHARED, E_TYPE, "%s", "");
	for (i = 0, phdr = phdrs; i < count; i++, phdr += PHDR_SIZE) {
		uint32_t type = get32(reader, phdr + P_TYPE);

		if (type == PT_INTERP)
			return FAIL(INTERP, phdr, "%s", "");
		if (type == PT_DYNAMIC)
			return FAIL(DYNAMIC, phdr, "%s", "");
		if (type == PT_GNU_STACK &&
		    get32(reader, phdr + P_FLAGS) & ZVM_ELF_X)
			return FAIL(EXEC_STACK, phdr + P_FLAGS, "%s", "");
		if (type == PT_LOAD && !read_load(reader, phdr))
			return 0;
	}
	if (!plan->segment_count)
		return FAIL(NO_TEXT, phdrs, "%s", "");
	plan->entry = get32(reader, E_ENTRY);
	if (plan->entry % ZVM_BUNDLE_SIZE || plan->entry < ZVM_TEXT_BASE ||
	    plan->entry - ZVM_TEXT_BASE >= plan->segments[0].mem_size)
		return FAIL(ENTRY, E_ENTRY, "got %#x, the text is %#x..%#x",
		    plan->entry, ZVM_TEXT_BASE,
		    ZVM_TEXT_BASE + plan->segments[0].mem_size - 1);
	return check_isa(reader);
}

int zvm_elf_plan(const uint8_t *file, size_t size, struct zvm_elf_plan *plan,
    struct zvm_elf_error *error)
{
	struct reader reader = {
	    .file = file, .size = size, .plan = plan, .error = error};

	memset(plan, 0, sizeof(*plan));
	memset(error, 0, sizeof(*error));
	error->hint = "";
	return make_plan(&reader);
}
