/* SPDX-License-Identifier: Apache-2.0
 *
 * The line tables of an ELF32 file, read in pieces. Every length and index is
 * the attacker's: a cursor never leaves its range, and every loop consumes
 * bytes of it or ends.
 */
#include "line.h"

#include <elf.h>
#include <string.h>

#define SECTIONS_MAX   4096
#define TABLE_SIZE_MAX (64u << 20)
#define PIECE          4096
#define FORMATS_MAX    16

/* Numbers of the DWARF standard. */
enum {
	FORM_DATA2 = 0x05,
	FORM_DATA4 = 0x06,
	FORM_DATA8 = 0x07,
	FORM_STRING = 0x08,
	FORM_BLOCK = 0x09,
	FORM_DATA1 = 0x0b,
	FORM_STRP = 0x0e,
	FORM_UDATA = 0x0f,
	FORM_DATA16 = 0x1e,
	FORM_LINE_STRP = 0x1f
};
enum { CONTENT_PATH = 1 };
enum {
	OP_EXTENDED,
	OP_COPY,
	OP_ADVANCE_PC,
	OP_ADVANCE_LINE,
	OP_SET_FILE,
	OP_CONST_ADD_PC = 8,
	OP_FIXED_ADVANCE_PC = 9
};
enum { EXTENDED_END_SEQUENCE = 1, EXTENDED_SET_ADDRESS = 2 };

struct range {
	uint64_t at, end; /* of the file */
};

struct file {
	zvm_symbol_read *read;
	void *file;
	struct range lines, line_strings, strings;
	uint64_t piece_at; /* what `piece` holds */
	uint32_t piece_size;
	uint8_t piece[PIECE];
};

struct cursor {
	struct file *file;
	uint64_t at, end;
	int failed; /* went beyond the end; everything reads as 0 */
};

static uint8_t byte(struct cursor *cursor)
{
	struct file *file = cursor->file;
	uint64_t left = cursor->end - cursor->at;

	if (cursor->failed || cursor->at >= cursor->end) {
		cursor->failed = 1;
		return 0;
	}
	if (cursor->at < file->piece_at ||
	    cursor->at - file->piece_at >= file->piece_size) {
		file->piece_at = cursor->at;
		file->piece_size = left < PIECE ? (uint32_t)left : PIECE;
		if (!file->read(file->file, file->piece_at, file->piece,
			file->piece_size)) {
			file->piece_size = 0;
			cursor->failed = 1;
			return 0;
		}
	}
	return file->piece[cursor->at++ - file->piece_at];
}

static uint64_t number(struct cursor *cursor, int bytes)
{
	uint64_t value = 0;

	for (int i = 0; i < bytes; i++)
		value |= (uint64_t)byte(cursor) << 8 * i;
	return value;
}

static uint64_t leb(struct cursor *cursor, int is_signed)
{
	uint64_t value = 0;
	unsigned shift = 0;
	uint8_t b;

	do {
		b = byte(cursor);
		if (shift < 64)
			value |= (uint64_t)(b & 0x7f) << shift;
		shift += 7;
	} while (b & 0x80 && !cursor->failed);
	if (is_signed && b & 0x40 && shift < 64)
		value |= ~(uint64_t)0 << shift;
	return value;
}

static void skip(struct cursor *cursor, uint64_t size)
{
	if (size > cursor->end - cursor->at)
		cursor->failed = 1;
	else
		cursor->at += size;
}

/* Up to the NUL; `to`, when there is one, gets what is printable. */
static void string(struct cursor *cursor, struct zvm_line *to)
{
	size_t length = 0;
	uint8_t c;

	while ((c = byte(cursor)) != 0)
		if (to != NULL && length + 1 < sizeof(to->file))
			to->file[length++] =
			    c <= ' ' || c >= 0x7f ? '?' : (char)c;
	if (to != NULL)
		to->file[length] = '\0';
}

struct unit {
	struct cursor cursor;
	unsigned version;
	uint64_t files_at; /* the file table, or before it the directories */
	uint8_t step;      /* bytes of the shortest instruction */
	int8_t line_base;
	uint8_t line_range, opcode_base;
	uint8_t operands[256]; /* of each standard opcode */
};

/* A string elsewhere in the file, by its offset in a section. */
static void string_at(struct file *file, const struct range *section,
    uint64_t offset, struct zvm_line *to)
{
	struct cursor cursor = {file, section->at, section->end, 0};

	skip(&cursor, offset);
	if (to != NULL)
		string(&cursor, to);
}

static void skip_form(struct cursor *cursor, uint64_t form, struct zvm_line *to)
{
	switch (form) {
	case FORM_STRING:
		string(cursor, to);
		break;
	case FORM_LINE_STRP:
		string_at(cursor->file, &cursor->file->line_strings,
		    number(cursor, 4), to);
		break;
	case FORM_STRP:
		string_at(cursor->file, &cursor->file->strings,
		    number(cursor, 4), to);
		break;
	case FORM_UDATA:
		leb(cursor, 0);
		break;
	case FORM_BLOCK:
		skip(cursor, leb(cursor, 0));
		break;
	case FORM_DATA1:
		skip(cursor, 1);
		break;
	case FORM_DATA2:
		skip(cursor, 2);
		break;
	case FORM_DATA4:
		skip(cursor, 4);
		break;
	case FORM_DATA8:
		skip(cursor, 8);
		break;
	case FORM_DATA16:
		skip(cursor, 16);
		break;
	default:
		cursor->failed = 1;
	}
}

/* A table of directories or files of version 5; the path of entry `wanted`
 * goes to `to`. */
static void entries(struct cursor *cursor, uint64_t wanted, struct zvm_line *to)
{
	struct {
		uint64_t content, form;
	} formats[FORMATS_MAX];
	unsigned format_count = byte(cursor);
	uint64_t count;

	if (format_count > FORMATS_MAX) {
		cursor->failed = 1;
		return;
	}
	for (unsigned f = 0; f < format_count; f++) {
		formats[f].content = leb(cursor, 0);
		formats[f].form = leb(cursor, 0);
	}
	count = leb(cursor, 0);
	if (format_count == 0 && count != 0)
		cursor->failed = 1;
	for (uint64_t i = 0; i < count && !cursor->failed; i++)
		for (unsigned f = 0; f < format_count; f++)
			skip_form(cursor, formats[f].form,
			    i == wanted && formats[f].content == CONTENT_PATH
				? to
				: NULL);
}

/* Before version 5: directories, then files, each table up to an empty name;
 * files count from 1. */
static void old_entries(
    struct cursor *cursor, uint64_t wanted, struct zvm_line *to)
{
	uint8_t first;

	while ((first = byte(cursor)) != 0)
		string(cursor, NULL);
	for (uint64_t i = 1; !cursor->failed; i++) {
		if (byte(cursor) == 0)
			return;
		cursor->at--;
		string(cursor, i == wanted ? to : NULL);
		leb(cursor, 0);
		leb(cursor, 0);
		leb(cursor, 0);
	}
}

static void find_file(
    const struct unit *unit, uint64_t wanted, struct zvm_line *to)
{
	struct cursor cursor = unit->cursor;

	cursor.at = unit->files_at;
	cursor.failed = 0;
	if (unit->version < 5) {
		old_entries(&cursor, wanted, to);
		return;
	}
	entries(&cursor, UINT64_MAX, NULL);
	entries(&cursor, wanted, to);
}

/* Leaves the cursor at the first opcode. */
static int read_unit(struct unit *unit)
{
	struct cursor *cursor = &unit->cursor;
	uint64_t program;

	unit->version = (unsigned)number(cursor, 2);
	if (unit->version < 2 || unit->version > 5)
		return 0;
	if (unit->version == 5)
		skip(cursor, 2);
	program = number(cursor, 4);
	if (program > cursor->end - cursor->at)
		return 0;
	program += cursor->at;
	unit->step = byte(cursor);
	if (unit->version >= 4)
		skip(cursor, 1);
	skip(cursor, 1);
	unit->line_base = (int8_t)byte(cursor);
	unit->line_range = byte(cursor);
	unit->opcode_base = byte(cursor);
	for (unsigned i = 1; i < unit->opcode_base; i++)
		unit->operands[i] = byte(cursor);
	unit->files_at = cursor->at;
	cursor->at = program;
	return !cursor->failed && unit->line_range != 0 &&
	       unit->opcode_base != 0;
}

struct row {
	uint64_t address, file;
	uint32_t line;
};

struct program {
	struct row now, last; /* last: the row before, when there is one */
	int in_sequence;
};

/* A row says where the code of the one before ends. */
static int covers(struct program *program, uint32_t address, int ends)
{
	int found = program->in_sequence && program->last.address <= address &&
		    address < program->now.address;

	if (found)
		return 1;
	program->last = program->now;
	program->in_sequence = !ends;
	if (ends)
		program->now = (struct row){.file = 1, .line = 1};
	return 0;
}

static int extended(
    struct cursor *cursor, struct program *program, uint32_t address)
{
	uint64_t size = leb(cursor, 0), end;

	if (size == 0 || size > cursor->end - cursor->at) {
		cursor->failed = 1;
		return 0;
	}
	end = cursor->at + size;
	switch (byte(cursor)) {
	case EXTENDED_END_SEQUENCE:
		if (covers(program, address, 1))
			return 1;
		break;
	case EXTENDED_SET_ADDRESS:
		program->now.address =
		    number(cursor, size - 1 < 8 ? (int)size - 1 : 8);
		break;
	}
	cursor->at = end;
	return 0;
}

static int step(struct unit *unit, struct program *program, uint32_t address)
{
	struct cursor *cursor = &unit->cursor;
	unsigned opcode = byte(cursor), by;

	if (opcode >= unit->opcode_base) {
		by = opcode - unit->opcode_base;
		program->now.address +=
		    (uint64_t)(by / unit->line_range) * unit->step;
		program->now.line +=
		    (uint32_t)(unit->line_base + (int)(by % unit->line_range));
		return covers(program, address, 0);
	}
	switch (opcode) {
	case OP_EXTENDED:
		return extended(cursor, program, address);
	case OP_COPY:
		return covers(program, address, 0);
	case OP_ADVANCE_PC:
		program->now.address += leb(cursor, 0) * unit->step;
		return 0;
	case OP_ADVANCE_LINE:
		program->now.line += (uint32_t)leb(cursor, 1);
		return 0;
	case OP_SET_FILE:
		program->now.file = leb(cursor, 0);
		return 0;
	case OP_CONST_ADD_PC:
		by = 255u - unit->opcode_base;
		program->now.address +=
		    (uint64_t)(by / unit->line_range) * unit->step;
		return 0;
	case OP_FIXED_ADVANCE_PC:
		program->now.address += number(cursor, 2);
		return 0;
	default:
		for (unsigned i = 0; i < unit->operands[opcode]; i++)
			leb(cursor, 0);
		return 0;
	}
}

static int search_unit(
    struct unit *unit, uint32_t address, struct zvm_line *line)
{
	struct program program = {.now = {.file = 1, .line = 1}};

	if (!read_unit(unit))
		return 0;
	while (unit->cursor.at < unit->cursor.end && !unit->cursor.failed) {
		if (!step(unit, &program, address))
			continue;
		find_file(unit, program.last.file, line);
		line->number = program.last.line;
		return 1;
	}
	return 0;
}

static void take_section(
    struct file *file, const char *name, const Elf32_Shdr *section)
{
	struct range range = {section->sh_offset,
	    (uint64_t)section->sh_offset + section->sh_size};

	if (section->sh_type != SHT_PROGBITS ||
	    section->sh_flags & SHF_COMPRESSED ||
	    section->sh_size > TABLE_SIZE_MAX)
		return;
	if (strcmp(name, ".debug_line") == 0)
		file->lines = range;
	else if (strcmp(name, ".debug_line_str") == 0)
		file->line_strings = range;
	else if (strcmp(name, ".debug_str") == 0)
		file->strings = range;
}

static int read_sections(struct file *file)
{
	Elf32_Shdr names, section;
	Elf32_Ehdr header;

	if (!file->read(file->file, 0, &header, sizeof(header)) ||
	    memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
	    header.e_ident[EI_CLASS] != ELFCLASS32 ||
	    header.e_shentsize != sizeof(section) ||
	    header.e_shnum > SECTIONS_MAX ||
	    header.e_shstrndx >= header.e_shnum ||
	    !file->read(file->file,
		header.e_shoff + (uint64_t)header.e_shstrndx * sizeof(names),
		&names, sizeof(names)))
		return 0;
	for (uint32_t i = 0; i < header.e_shnum; i++) {
		char name[16] = "";

		if (!file->read(file->file,
			header.e_shoff + (uint64_t)i * sizeof(section),
			&section, sizeof(section)))
			return 0;
		/* Names that are wanted end within these bytes. */
		if (section.sh_name < names.sh_size &&
		    file->read(file->file,
			(uint64_t)names.sh_offset + section.sh_name, name,
			sizeof(name)) &&
		    memchr(name, '\0', sizeof(name)) != NULL)
			take_section(file, name, &section);
	}
	return 1;
}

void zvm_line_find(
    zvm_symbol_read *read, void *file, uint32_t address, struct zvm_line *line)
{
	struct file tables = {.read = read, .file = file};
	struct cursor all = {.file = &tables};

	memset(line, 0, sizeof(*line));
	if (!read_sections(&tables))
		return;
	all.at = tables.lines.at;
	all.end = tables.lines.end;
	while (all.at < all.end && !all.failed) {
		struct unit unit = {.cursor = all};
		uint64_t size = number(&all, 4);

		unit.cursor.at = all.at;
		skip(&all, size); /* 64 bits have a size that does not fit */
		unit.cursor.end = all.at;
		if (!all.failed && search_unit(&unit, address, line))
			return;
	}
}
