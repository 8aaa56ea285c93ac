/* SPDX-License-Identifier: Apache-2.0
 *
 * Looking a function up in the symbol table of an ELF32 file, piece by piece:
 * the file may be as large as 2 GiB.
 */
#include "symbol.h"

#include <elf.h>
#include <string.h>

#include "../../zrt/abi/zvm_abi.h"

/* More than any program has; they bound what a hostile file can cost. */
#define SECTIONS_MAX 4096
#define SYMBOLS_MAX  (1u << 21)
#define PIECE        256
#define UNSIZED_MAX  4096 /* bytes that assembly without .size can have */

struct lookup {
	zvm_symbol_read *read;
	void *file;
	uint32_t address;
	uint32_t best, name; /* value and string index of the nearest one */
	int found;
};

static int read_header(struct lookup *lookup, Elf32_Ehdr *header)
{
	return lookup->read(lookup->file, 0, header, sizeof(*header)) &&
	       memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
	       header->e_ident[EI_CLASS] == ELFCLASS32 &&
	       header->e_shentsize == sizeof(Elf32_Shdr) &&
	       header->e_shnum <= SECTIONS_MAX;
}

static int read_section(struct lookup *lookup, const Elf32_Ehdr *header,
    uint32_t index, Elf32_Shdr *section)
{
	uint64_t at = header->e_shoff + (uint64_t)index * sizeof(*section);

	return index < header->e_shnum &&
	       lookup->read(lookup->file, at, section, sizeof(*section));
}

/* A function beats nothing, a nearer one a farther one, and one without a
 * size (assembly) reaches as far as the next. */
static void consider(struct lookup *lookup, const Elf32_Sym *symbol)
{
	int type = ELF32_ST_TYPE(symbol->st_info);

	if ((type != STT_FUNC && type != STT_NOTYPE) ||
	    symbol->st_shndx == SHN_UNDEF || symbol->st_shndx == SHN_ABS ||
	    symbol->st_value > lookup->address)
		return;
	if (symbol->st_size != 0 &&
	    lookup->address - symbol->st_value >= symbol->st_size)
		return;
	if (symbol->st_size == 0 &&
	    lookup->address - symbol->st_value >= UNSIZED_MAX)
		return;
	if (lookup->found && symbol->st_value < lookup->best)
		return;
	if (lookup->found && symbol->st_value == lookup->best &&
	    type != STT_FUNC)
		return;
	lookup->best = symbol->st_value;
	lookup->name = symbol->st_name;
	lookup->found = 1;
}

static void search(struct lookup *lookup, const Elf32_Shdr *table)
{
	uint32_t count = table->sh_size / sizeof(Elf32_Sym);
	Elf32_Sym symbols[PIECE];

	if (count > SYMBOLS_MAX)
		count = SYMBOLS_MAX;
	for (uint32_t i = 0; i < count; i += PIECE) {
		uint32_t some = count - i < PIECE ? count - i : PIECE;

		if (!lookup->read(lookup->file,
			table->sh_offset + (uint64_t)i * sizeof(Elf32_Sym),
			symbols, some * sizeof(Elf32_Sym)))
			return;
		for (uint32_t s = 0; s < some; s++)
			consider(lookup, &symbols[s]);
	}
}

/* Byte by byte: the name may end with the file. Nothing that a terminal or a
 * report could take for something else gets through. */
static void read_name(
    struct lookup *lookup, const Elf32_Shdr *strings, struct zvm_symbol *symbol)
{
	uint64_t at = (uint64_t)strings->sh_offset + lookup->name;
	size_t length = 0;
	char c;

	while (length + 1 < sizeof(symbol->name) &&
	       lookup->name + length < strings->sh_size &&
	       lookup->read(lookup->file, at + length, &c, 1) && c != '\0') {
		if (c <= ' ' || c >= 0x7f)
			c = '?';
		symbol->name[length++] = c;
	}
	symbol->name[length] = '\0';
	symbol->offset = lookup->address - lookup->best;
}

void zvm_symbol_find(zvm_symbol_read *read, void *file, uint32_t address,
    struct zvm_symbol *symbol)
{
	struct lookup lookup = {.read = read, .file = file, .address = address};
	Elf32_Shdr section, strings;
	Elf32_Ehdr header;

	memset(symbol, 0, sizeof(*symbol));
	if (!read_header(&lookup, &header))
		return;
	for (uint32_t i = 0; i < header.e_shnum; i++) {
		if (!read_section(&lookup, &header, i, &section))
			return;
		if (section.sh_type != SHT_SYMTAB)
			continue;
		search(&lookup, &section);
		if (lookup.found &&
		    read_section(&lookup, &header, section.sh_link, &strings))
			read_name(&lookup, &strings, symbol);
		return;
	}
}
