/* SPDX-License-Identifier: Apache-2.0
 *
 * What the columns of the instruction table may hold. Included by the
 * generator only, before the .def files; docs/validator.md explains a row.
 */
#ifndef ZVM_TABLE_COLUMNS_H
#define ZVM_TABLE_COLUMNS_H

/* Prefix column: for which combinations of 66, F2/F3 and REX.W the row holds.
 * A combination is a "plane" of the generated array; bit number = plane. */
enum {
	NP = 1 << 0,    /* no prefix */
	P66 = 1 << 1,   /* 66 */
	PF2 = 1 << 2,   /* F2 */
	P66F2 = 1 << 3, /* 66 F2 */
	PF3 = 1 << 4,   /* F3 */
	P66F3 = 1 << 5, /* 66 F3 */
	W_NP = 1 << 6,  /* the same with REX.W */
	W_66 = 1 << 7,
	W_F2 = 1 << 8,
	W_F3 = 1 << 10,

	OSZ = NP | P66 | W_NP, /* 32, 16 and 64-bit operands */
	DQ = NP | W_NP,        /* 32 and 64-bit operands */
	ALL = 0xfff
};

enum { PLANES = 12, PLANE_W = 6 };

/* ModRM column. */
#define M_KIND(value) ((value) >> 16)
#define M_LOW(value)  ((value) >> 8 & 0xff)
#define M_HIGH(value) ((value)&0xff)
enum {
	M_NONE,
	M_ANY,
	M_MEM,
	M_REG,
	M_ANY_DIGIT,
	M_MEM_DIGIT,
	M_REG_DIGIT,
	M_RANGE
};
#define NOMODRM       (M_NONE << 16)
#define ANY           (M_ANY << 16)                 /* memory or register */
#define MEM           (M_MEM << 16)                 /* memory only */
#define REG           (M_REG << 16)                 /* register only */
#define ANYD(digit)   (M_ANY_DIGIT << 16 | (digit)) /* /digit */
#define MEMD(digit)   (M_MEM_DIGIT << 16 | (digit))
#define REGD(digit)   (M_REG_DIGIT << 16 | (digit))
#define RANGE(lo, hi) (M_RANGE << 16 | (lo) << 8 | (hi)) /* ModRM bytes */

/* Register columns (ModRM.reg and ModRM.rm): what the field names. Without
 * ModRM the rm column is the register in the opcode's low three bits. */
enum {
	o, /* no register: an opcode extension, or nothing */
	B, /* 8-bit general register */
	G, /* 16, 32 or 64-bit general register */
	X, /* xmm */
	V, /* mm: the REX bit is ignored by the processor, so refused */
	T  /* x87 stack: likewise */
};

/* Which operands are written: with 64-bit operands none may be rsp. */
enum { wNO = 0, wRM = 1, wREG = 2, wBOTH = 3 };

/* Immediates. */
enum {
	I0,
	I8,
	I16,
	IZ, /* 2 bytes with 66, else 4 */
	IV, /* 2, 4 or 8 bytes: the operand's size */
	I32
};

/* Memory operand bytes: a number, or SZ for the operand's size. */
enum { SZ = 0 };

/* Special treatment; zero for the ordinary instruction. */
enum {
	PLAIN,
	NO_ACCESS, /* lea: the address is not accessed */
	NOP,       /* only the canonical forms */
	PREFETCH,  /* needs 67, accesses nothing */
	STRING,    /* needs 67, has no ModRM */
	NEEDS_B,   /* only with REX.B (xchg r8-r15 with rax) */
	AND_IMM8,  /* rsp may be written with a negative immediate */
	STACK_OP,  /* 64-bit operands without REX.W: push, pop */
	JCC8,
	JCC32,
	JMP8,
	JMP32,
	CALL32,
	RET,        /* second half of the return group */
	BRANCH_REG, /* second half of the indirect group */
	HALT        /* one byte that fills the rest of a bundle */
};

/* ISA level. */
enum { V1, V2 };

#endif
