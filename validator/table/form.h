/* SPDX-License-Identifier: Apache-2.0
 *
 * What the generator hands to the core: the meaning of a table row, and how
 * the generated arrays are walked.
 *
 *   cell = zvm_cells[plane][map][opcode]
 *   group = zvm_groups[(cell & CELL_INDEX) + slot]
 *   form = zvm_forms[group & GROUP_FORM], immediate bytes = group >> 12
 *   slot = 0                                    one row for every ModRM
 *        = (mod == 3) * 8 + reg                 with CELL_DIGIT
 *        = mod == 3 ? 8 + (modrm & 63) : reg    with CELL_MODRM
 *
 * plane = 66 + 2 * (0, F2: 1, F3: 2) + 6 * REX.W; map 0: one byte, 1: 0F,
 * 2: 0F 38, 3: 0F 3A. All indices come from the arrays, never from input.
 */
#ifndef ZVM_TABLE_FORM_H
#define ZVM_TABLE_FORM_H

#include <stdint.h>

#define FORM_PLANES 12
#define FORM_MAPS   4

#define CELL_INDEX    0x1fff
#define CELL_NO_MODRM 0x2000
#define CELL_DIGIT    0x4000
#define CELL_MODRM    0x8000

#define GROUP_FORM 0x0fff
#define GROUP_IMMEDIATE                                                        \
	12 /* shift; here, because the length needs it early                   \
	    */

/* struct zvm_form.bits */
#define FORM_NO_MODRM   0x0001
#define FORM_OPCODE_REG 0x0002 /* register in the opcode's low bits */
#define FORM_USES_R     0x0004 /* REX.R extends a register operand */
#define FORM_USES_B     0x0008 /* REX.B extends a register operand */
#define FORM_BYTE_REG   0x0010 /* ModRM.reg is an 8-bit register */
#define FORM_BYTE_RM    0x0020 /* ModRM.rm or opcode register is 8-bit */
#define FORM_WRITES_RM  0x0040 /* 64-bit write of the rm/opcode register */
#define FORM_WRITES_REG 0x0080 /* 64-bit write of ModRM.reg */
#define FORM_V2         0x0100 /* needs x86-64-v2 */
#define FORM_CAREFUL    0x0200 /* refused, or special: see careful_step() */
#define FORM_NO_ACCESS  0x0400 /* the address is not accessed (lea) */

struct zvm_form {
	uint16_t bits;
	uint8_t bytes;     /* size of the memory operand */
	uint8_t special;   /* table/columns.h; PLAIN is 0 */
	uint8_t reason;    /* refused: enum zvm_val_reason, else 0 */
	uint8_t immediate; /* bytes */
	uint8_t unused[2]; /* makes the index a shift */
};

/* zvm_address[modrm], and 256 more entries for "no ModRM": bytes of SIB and
 * displacement in the low bits, and what the byte says. */
#define ADDRESS_BYTES    0x0007
#define ADDRESS_USES_B   0x0008 /* REX.B extends the base */
#define ADDRESS_USES_X   0x0010 /* there is a SIB byte */
#define ADDRESS_SIB_MOD0 0x0020 /* SIB base 5 means disp32, no base */
#define ADDRESS_REGISTER 0x0040 /* no memory operand */
#define ADDRESS_RIP      0x0080

/* Hidden: the position-independent core reaches them without a detour. */
#pragma GCC visibility push(hidden)
extern const uint16_t zvm_cells[FORM_PLANES][FORM_MAPS][256];
extern const uint16_t zvm_groups[];
extern const uint16_t zvm_address[512];
extern const struct zvm_form zvm_forms[];
#pragma GCC visibility pop

#endif
