/* SPDX-License-Identifier: Apache-2.0
 *
 * What the generator hands to the core: the decoded meaning of a table row,
 * and how the three generated arrays are walked.
 *
 *   cell = zvm_cells[plane][map][opcode]
 *   CELL_FORM:   forms[index]                             one row for all ModRM
 *   CELL_DIGIT:  forms[groups[index + (mod == 3) * 8 + reg]]
 *   CELL_MODRM:  forms[groups[index + (mod == 3 ? 8 + (modrm & 63) : reg)]]
 * plane = 66 + 2 * (0, F2: 1, F3: 2) + 6 * REX.W; map 0: one byte, 1: 0F,
 * 2: 0F 38, 3: 0F 3A. All indices come from the arrays, never from input.
 */
#ifndef ZVM_TABLE_FORM_H
#define ZVM_TABLE_FORM_H

#include <stdint.h>

#define FORM_PLANES 12
#define FORM_MAPS   4

#define CELL_INDEX 0x3fff
#define CELL_DIGIT 0x4000
#define CELL_MODRM 0x8000

/* struct zvm_form.bits */
#define FORM_HAS_MODRM	0x0001
#define FORM_OPCODE_REG 0x0002 /* register in the opcode's low bits */
#define FORM_USES_R	0x0004 /* REX.R extends a register operand */
#define FORM_USES_B	0x0008 /* REX.B extends a register operand */
#define FORM_BYTE_REG	0x0010 /* ModRM.reg is an 8-bit register */
#define FORM_BYTE_RM	0x0020 /* ModRM.rm or opcode register is 8-bit */
#define FORM_WRITES_RM	0x0040 /* 64-bit write of the rm/opcode register */
#define FORM_WRITES_REG 0x0080 /* 64-bit write of ModRM.reg */
#define FORM_V2		0x0100 /* needs x86-64-v2 */

struct zvm_form {
	uint16_t bits;
	uint8_t immediate; /* bytes */
	uint8_t bytes;	   /* size of the memory operand */
	uint8_t special;   /* table/columns.h; PLAIN is 0 */
	uint8_t reason;	   /* refused: enum zvm_val_reason, else 0 */
};

#endif
