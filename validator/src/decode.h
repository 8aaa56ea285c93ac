/* SPDX-License-Identifier: Apache-2.0
 *
 * One instruction: split into fields, then judged on its own. Pure functions
 * over a bundle copied into a padded buffer; validate.c is the only caller.
 *
 * Invariants: at most 15 bytes from `at` are read, so the buffer needs
 * ZVM_DECODE_PAD bytes behind the bundle; array indices come from masked
 * fields or from the generated arrays.
 */
#ifndef ZVM_DECODE_H
#define ZVM_DECODE_H

#include <stdint.h>
#include <string.h>

#include "zvm_validator.h"
#include "zvm_abi.h"
#include "columns.h"
#include "form.h"
#include "zvm_table.inc"

#define ZVM_DECODE_PAD 16

struct zvm_insn {
	const struct zvm_form *form;
	uint32_t address67; /* 1 with a 67 prefix */
	uint32_t rex;	    /* the byte, or 0 */
	uint32_t plane, map, opcode;
	uint32_t modrm;
	uint32_t length;
	const uint8_t *tail; /* first byte behind ModRM (or the opcode) */
};

static inline uint64_t
load_u64(const uint8_t *p)
{
	uint64_t value;

	memcpy(&value, p, sizeof(value));
	return value;
}

static inline int32_t
load_s32(const uint8_t *p)
{
	int32_t value;

	memcpy(&value, p, sizeof(value));
	return value;
}

#define MOD(modrm)   ((modrm) >> 6)
#define FIELD(modrm) ((modrm) >> 3 & 7)
#define LOW(modrm)   ((modrm) & 7)
#define REX_B	     1
#define REX_X	     2
#define REX_R	     4
#define REX_W	     8

/* Bytes of SIB and displacement behind a ModRM byte, SIB base 5 apart. */
static inline uint32_t
address_bytes(uint32_t modrm, uint32_t sib)
{
	uint32_t mod = MOD(modrm), rm = LOW(modrm), bytes;

	if (mod == 3)
		return 0;
	bytes = rm == 4;
	if (mod == 1)
		return bytes + 1;
	if (mod == 2)
		return bytes + 4;
	if (rm == 5 || (rm == 4 && (sib & 7) == 5))
		return bytes + 4;
	return bytes;
}

/* The walk that form.h describes. */
static inline const struct zvm_form *
zvm_form_of(uint32_t plane, uint32_t map, uint32_t opcode, uint32_t modrm)
{
	uint32_t cell = zvm_cells[plane][map][opcode], slot = FIELD(modrm);

	if (cell & (CELL_DIGIT | CELL_MODRM)) {
		if (MOD(modrm) == 3)
			slot = 8 + (cell & CELL_MODRM ? modrm & 63 : slot);
		cell = zvm_groups[(cell & CELL_INDEX) + slot];
	}
	return &zvm_forms[cell];
}

/* Splits the instruction at `at`. The prefixes are consumed without branches:
 * their presence is data that no branch predictor can learn. A 64-bit window
 * holds every byte up to ModRM, since each prefix is taken at most once. */
static inline void
zvm_decode(const uint8_t *at, struct zvm_insn *insn)
{
	uint64_t window = load_u64(at);
	uint32_t is67, is66, rep, is_rep, is_rex, count;

	is67 = (window & 0xff) == 0x67;
	window >>= is67 * 8;
	is66 = (window & 0xff) == 0x66;
	window >>= is66 * 8;
	is_rep = (window & 0xfe) == 0xf2;
	rep = is_rep + (is_rep & (uint32_t)window);
	window >>= is_rep * 8;
	is_rex = (window & 0xf0) == 0x40;
	insn->rex = is_rex ? (uint32_t)window & 0xff : 0;
	window >>= is_rex * 8;
	count = is67 + is66 + is_rep + is_rex + 1;

	insn->address67 = is67;
	insn->plane = is66 + 2 * rep + (insn->rex & REX_W ? PLANE_W : 0);
	insn->map = 0;
	if ((window & 0xff) == 0x0f) {
		uint32_t escape = (uint32_t)(window >> 8) & 0xff;

		insn->map = escape == 0x38 ? 2 : escape == 0x3a ? 3 : 1;
		window >>= insn->map == 1 ? 8 : 16;
		count += insn->map == 1 ? 1 : 2;
	}
	insn->opcode = (uint32_t)window & 0xff;
	insn->modrm = (uint32_t)(window >> 8) & 0xff;

	insn->form = zvm_form_of(insn->plane, insn->map, insn->opcode,
	    insn->modrm);
	insn->tail = at + count;
	if (insn->form->bits & FORM_HAS_MODRM) {
		insn->tail++;
		count += 1 + address_bytes(insn->modrm, insn->tail[0]);
	}
	insn->length = count + insn->form->immediate;
}

#endif
