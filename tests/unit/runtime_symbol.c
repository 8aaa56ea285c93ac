/* SPDX-License-Identifier: Apache-2.0
 *
 * The symbol lookup of reports: the right name in a small file made here, no
 * name outside, and no access out of bounds whatever the bytes are.
 */
#include "tap.h"

#include <elf.h>
#include <string.h>

#include "runtime/report/symbol.h"

struct file {
	Elf32_Ehdr header;
	Elf32_Shdr section[3];
	Elf32_Sym symbol[5];
	char strings[64];
};

static const struct file good = {
    .header = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS32},
	.e_shoff = offsetof(struct file, section),
	.e_shentsize = sizeof(Elf32_Shdr),
	.e_shnum = 3},
    .section = {{0},
	{.sh_type = SHT_SYMTAB,
	    .sh_offset = offsetof(struct file, symbol),
	    .sh_size = 5 * sizeof(Elf32_Sym),
	    .sh_link = 2},
	{.sh_type = SHT_STRTAB,
	    .sh_offset = offsetof(struct file, strings),
	    .sh_size = 64}},
    .symbol = {{0}, {1, 0x20000, 64, ELF32_ST_INFO(STB_GLOBAL, STT_FUNC), 0, 1},
	{7, 0x20040, 64, ELF32_ST_INFO(STB_GLOBAL, STT_FUNC), 0, 1},
	{12, 0x20040, 0, ELF32_ST_INFO(STB_LOCAL, STT_NOTYPE), 0, 1},
	{18, 0x20100, 0, ELF32_ST_INFO(STB_LOCAL, STT_NOTYPE), 0, 1}},
    .strings = "\0start\0main\0label\0as\x1bm",
};

static int read_bytes(void *from, uint64_t offset, void *to, size_t size)
{
	if (offset > sizeof(struct file) || size > sizeof(struct file) - offset)
		return 0;
	memcpy(to, (char *)from + offset, size);
	return 1;
}

static void check(uint32_t address, const char *name, uint32_t offset)
{
	struct zvm_symbol symbol;
	struct file copy = good;

	zvm_symbol_find(read_bytes, &copy, address, &symbol);
	if (!tap_ok(strcmp(symbol.name, name) == 0 && symbol.offset == offset,
		"0x%x is '%s'+%u", address, name, offset))
		printf("# got '%s'+%u\n", symbol.name, symbol.offset);
}

/* Every byte of the file takes several values; answers stay printable. */
static void check_damage(void)
{
	static const uint8_t values[] = {0, 1, 0x1b, 0x7f, 0x80, 0xff};
	struct zvm_symbol symbol;
	unsigned bad = 0;

	for (size_t i = 0; i < sizeof(struct file); i++) {
		for (size_t v = 0; v < sizeof(values); v++) {
			struct file copy = good;

			((uint8_t *)&copy)[i] = values[v];
			zvm_symbol_find(read_bytes, &copy, 0x20048, &symbol);
			bad +=
			    memchr(symbol.name, 0, sizeof(symbol.name)) == NULL;
			for (const char *c = symbol.name; *c != '\0'; c++)
				bad += *c <= ' ' || *c >= 0x7f;
		}
	}
	tap_equal(bad, 0, "damaged files give clean names or none");
}

int main(void)
{
	check(0x20000, "start", 0);
	check(0x2003f, "start", 63);
	check(0x20040, "main", 0);
	check(0x2007f, "main", 63);
	check(0x20080, "label", 64);
	check(0x20104, "as?m", 4);
	check(0x30000, "", 0);
	check(0x1ffff, "", 0);
	check_damage();
	return tap_done();
}
