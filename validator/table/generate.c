/* SPDX-License-Identifier: Apache-2.0
 *
 * Build-time generator: reads the table rows (compiled in) and writes the
 * decoder arrays as C to stdout. `--list` writes the accepted language
 * instead, one line per encoding form, for review.
 *
 * Two allowed rows for one encoding, or a refused row over an allowed one,
 * stop the build.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zvm_validator.h"
#include "columns.h"
#include "form.h"

enum row_kind { ROW_ALLOW, ROW_REFUSE, ROW_REST };

struct row {
	enum row_kind kind;
	unsigned planes, map, opcode, span;
	int modrm, reg, rm, writes, immediate, bytes, special, level;
	enum zvm_val_reason reason;
	const char *name;
};

#define ZVM_INSN(p, map, op, span, modrm, reg, rm, wr, imm, bytes, sp, lvl, n) \
	{ROW_ALLOW, (unsigned)(p), map, op, span, modrm, reg, rm, wr, imm,     \
	    bytes, sp, lvl, ZVM_VAL_REASON_NONE, n},
#define ZVM_REFUSE(p, map, op, span, modrm, why, n)                            \
	{ROW_REFUSE, (unsigned)(p), map, op, span, modrm, o, o, wNO, I0, 0,    \
	    PLAIN, V1, ZVM_VAL_REASON_##why, n},
#define ZVM_REST(p, map, op, span, modrm, why, n)                              \
	{ROW_REST, (unsigned)(p), map, op, span, modrm, o, o, wNO, I0, 0,      \
	    PLAIN, V1, ZVM_VAL_REASON_##why, n},

static const struct row rows[] = {
#include "onebyte.def"
#include "x87.def"
#include "twobyte.def"
#include "vector.def"
};

#define ROWS       (sizeof(rows) / sizeof(rows[0]))
#define SLOTS      72 /* 8 memory digits, 64 register ModRM bytes */
#define ABSENT_ROW 0xffff

static uint16_t slots[FORM_PLANES][FORM_MAPS][256][SLOTS];
static struct zvm_form forms[GROUP_FORM + 1];
static unsigned form_count;
static uint16_t groups[CELL_INDEX + 1];
static unsigned group_count;

static _Noreturn void fail(const struct row *row, const char *what)
{
	fprintf(stderr, "generate: map %u opcode %02x (%s): error: %s\n",
	    row->map, row->opcode, row->name, what);
	exit(1);
}

static int row_covers(const struct row *row, unsigned slot)
{
	unsigned memory = slot < 8, byte = memory ? 0 : 0xc0 + slot - 8;
	unsigned digit = memory ? slot : (byte >> 3 & 7);
	unsigned low = (unsigned)row->modrm & 0xff;

	switch (M_KIND(row->modrm)) {
	case M_NONE:
	case M_ANY:
		return 1;
	case M_MEM:
		return memory;
	case M_REG:
		return !memory;
	case M_ANY_DIGIT:
		return digit == low;
	case M_MEM_DIGIT:
		return memory && digit == low;
	case M_REG_DIGIT:
		return !memory && digit == low;
	case M_RANGE:
		return !memory && byte >= (unsigned)M_LOW(row->modrm) &&
		       byte <= (unsigned)M_HIGH(row->modrm);
	}
	return 0;
}

static void place(unsigned index)
{
	const struct row *row = &rows[index];
	unsigned plane, opcode, slot;

	for (plane = 0; plane < FORM_PLANES; plane++)
		for (opcode = row->opcode; opcode < row->opcode + row->span;
		     opcode++)
			for (slot = 0; slot < SLOTS; slot++) {
				uint16_t *at =
				    &slots[plane][row->map][opcode][slot];

				if (!(row->planes >> plane & 1) ||
				    !row_covers(row, slot))
					continue;
				if (*at == ABSENT_ROW)
					*at = (uint16_t)index;
				else if (row->kind != ROW_REST)
					fail(row,
					    "this encoding has a row already");
			}
}

static unsigned operand_bytes(unsigned plane)
{
	return plane >= PLANE_W ? 8 : plane & 1 ? 2 : 4;
}

static struct zvm_form make_form(const struct row *row, unsigned plane)
{
	struct zvm_form form = {0};
	unsigned size = operand_bytes(plane);
	unsigned opcode_reg = row->modrm == NOMODRM && row->rm != o;
	/* Stack operations are 64-bit without REX.W. With 66 they are 16-bit;
	 * a 16-bit pop into sp is refused all the same: nobody needs it. */
	unsigned wide = size == 8 || row->special == STACK_OP;

	if (row->kind != ROW_ALLOW) {
		form.reason = (uint8_t)row->reason;
		form.bits = FORM_CAREFUL | FORM_NO_MODRM;
		return form;
	}
	if (row->modrm == NOMODRM)
		form.bits |= FORM_NO_MODRM;
	if (row->special != PLAIN && row->special != AND_IMM8 &&
	    row->special != STACK_OP && row->special != NO_ACCESS)
		form.bits |= FORM_CAREFUL;
	if (row->special == NO_ACCESS)
		form.bits |= FORM_NO_ACCESS;
	if (opcode_reg)
		form.bits |= FORM_OPCODE_REG;
	if (row->reg == G || row->reg == B || row->reg == X)
		form.bits |= FORM_USES_R;
	if (row->rm == G || row->rm == B || row->rm == X)
		form.bits |= FORM_USES_B;
	if (row->reg == B)
		form.bits |= FORM_BYTE_REG;
	if (row->rm == B)
		form.bits |= FORM_BYTE_RM;
	if ((row->writes & wRM) && wide)
		form.bits |= FORM_WRITES_RM;
	if ((row->writes & wREG) && wide)
		form.bits |= FORM_WRITES_REG;
	if (row->level == V2)
		form.bits |= FORM_V2;
	switch (row->immediate) {
	case I8:
		form.immediate = 1;
		break;
	case I16:
		form.immediate = 2;
		break;
	case I32:
		form.immediate = 4;
		break;
	case IZ:
		form.immediate = size == 2 ? 2 : 4;
		break;
	case IV:
		form.immediate = (uint8_t)size;
		break;
	}
	form.bytes = (uint8_t)(row->bytes == SZ ? size : (unsigned)row->bytes);
	form.special = (uint8_t)row->special;
	return form;
}

static unsigned intern_form(struct zvm_form form)
{
	unsigned i;

	for (i = 0; i < form_count; i++)
		if (!memcmp(&forms[i], &form, sizeof(form)))
			return i;
	if (form_count > GROUP_FORM)
		abort();
	forms[form_count] = form;
	return form_count++;
}

static unsigned intern_group(const uint16_t *members, unsigned count)
{
	unsigned i;

	for (i = 0; i + count <= group_count; i++)
		if (!memcmp(&groups[i], members, count * sizeof(*members)))
			return i;
	if (group_count + count > CELL_INDEX)
		abort();
	memcpy(&groups[group_count], members, count * sizeof(*members));
	group_count += count;
	return group_count - count;
}

static unsigned make_cell(unsigned plane, unsigned map, unsigned opcode)
{
	uint16_t all[SLOTS], by_digit[16];
	unsigned slot, same = 1, digits = 1;

	for (slot = 0; slot < SLOTS; slot++) {
		uint16_t row = slots[plane][map][opcode][slot];
		struct zvm_form form = {.reason = ZVM_VAL_REASON_ABSENT,
		    .bits = FORM_CAREFUL | FORM_NO_MODRM};

		if (row != ABSENT_ROW)
			form = make_form(&rows[row], plane);
		all[slot] = (uint16_t)(intern_form(form) |
				       form.immediate << GROUP_IMMEDIATE);
		same &= all[slot] == all[0];
		if (slot >= 8)
			digits &= all[slot] == all[8 + (slot - 8) / 8 * 8];
	}
	if (same)
		return intern_group(all, 1) |
		       (forms[all[0] & GROUP_FORM].bits & FORM_NO_MODRM
			       ? CELL_NO_MODRM
			       : 0);
	if (!digits)
		return CELL_MODRM | intern_group(all, SLOTS);
	memcpy(by_digit, all, 8 * sizeof(all[0]));
	for (slot = 0; slot < 8; slot++)
		by_digit[8 + slot] = all[8 + slot * 8];
	return CELL_DIGIT | intern_group(by_digit, 16);
}

static unsigned address_entry(unsigned index)
{
	unsigned mod = index >> 6, rm = index & 7, entry;

	if (index >= 256 || mod == 3)
		return ADDRESS_REGISTER;
	if (mod == 0 && rm == 5)
		return ADDRESS_RIP | 4;
	entry = ADDRESS_USES_B | (mod == 1 ? 1 : mod == 2 ? 4 : 0);
	if (rm == 4) {
		entry += 1;
		entry |= ADDRESS_USES_X | (mod == 0 ? ADDRESS_SIB_MOD0 : 0);
	}
	return entry;
}

static void print_arrays(void)
{
	unsigned plane, map, opcode, i;

	printf("/* Generated from validator/table; do not edit. */\n"
	       "const uint16_t zvm_cells[%d][%d][256] = {\n",
	    FORM_PLANES, FORM_MAPS);
	for (plane = 0; plane < FORM_PLANES; plane++) {
		printf("{\n");
		for (map = 0; map < FORM_MAPS; map++) {
			printf("{");
			for (opcode = 0; opcode < 256; opcode++)
				printf("%s%u,", opcode % 16 ? "" : "\n",
				    make_cell(plane, map, opcode));
			printf("\n},\n");
		}
		printf("},\n");
	}
	printf("};\nconst uint16_t zvm_groups[] = {");
	for (i = 0; i < group_count; i++)
		printf("%s%u,", i % 16 ? "" : "\n", groups[i]);
	printf("\n};\nconst uint16_t zvm_address[512] = {");
	for (i = 0; i < 512; i++)
		printf("%s%u,", i % 16 ? "" : "\n", address_entry(i));
	printf("\n};\nconst struct zvm_form zvm_forms[] = {\n");
	for (i = 0; i < form_count; i++)
		printf("{%u, %u, %u, %u, %u, {0, 0}},\n", forms[i].bits,
		    forms[i].bytes, forms[i].special, forms[i].reason,
		    forms[i].immediate);
	printf("};\n");
}

static void print_prefixes(unsigned plane, unsigned map)
{
	static const char *const reps[] = {"", "F2 ", "F3 "};
	static const char *const maps[] = {"", "0F ", "0F38 ", "0F3A "};

	printf("%s%s%s%s", plane & 1 ? "66 " : "", reps[plane % PLANE_W / 2],
	    plane >= PLANE_W ? "W " : "", maps[map]);
}

/* One line per row, prefix combination and opcode: the accepted language. */
static void print_language(void)
{
	static const char *const kinds[] = {"", "/r", "/r mem", "/r reg"};
	static const char registers[] = "-BGXVT";
	unsigned plane, i, opcode;

	for (i = 0; i < ROWS; i++) {
		const struct row *row = &rows[i];
		int kind = M_KIND(row->modrm);

		for (plane = 0; plane < FORM_PLANES; plane++)
			for (opcode = row->opcode;
			     opcode < row->opcode + row->span; opcode++) {
				struct zvm_form form = make_form(row, plane);

				if (row->kind != ROW_ALLOW ||
				    !(row->planes >> plane & 1))
					continue;
				print_prefixes(plane, row->map);
				printf("%02X", opcode);
				if (kind == M_RANGE)
					printf(" %02X-%02X", M_LOW(row->modrm),
					    M_HIGH(row->modrm));
				else if (kind >= M_ANY_DIGIT)
					printf(" /%d%s", M_HIGH(row->modrm),
					    kind == M_MEM_DIGIT   ? " mem"
					    : kind == M_REG_DIGIT ? " reg"
								  : "");
				else if (kind != M_NONE)
					printf(" %s", kinds[kind]);
				printf(" reg:%c rm:%c imm:%u mem:%u bits:%03x%s"
				       " special:%d  %s\n",
				    registers[row->reg], registers[row->rm],
				    form.immediate, form.bytes, form.bits,
				    row->level == V2 ? " v2" : "", row->special,
				    row->name);
			}
	}
}

int main(int argc, char **argv)
{
	unsigned i;

	memset(slots, 0xff, sizeof(slots));
	for (i = 0; i < ROWS; i++)
		if (rows[i].kind == ROW_ALLOW)
			place(i);
	for (i = 0; i < ROWS; i++)
		if (rows[i].kind == ROW_REFUSE)
			place(i);
	for (i = 0; i < ROWS; i++)
		if (rows[i].kind == ROW_REST)
			place(i);
	if (argc == 2 && !strcmp(argv[1], "--list"))
		print_language();
	else
		print_arrays();
	return fflush(stdout) || ferror(stdout);
}
