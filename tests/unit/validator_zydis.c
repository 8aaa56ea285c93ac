/* SPDX-License-Identifier: Apache-2.0
 *
 * The core against an oracle it does not know, Zydis: prefixes x REX x opcode
 * maps x ModRM x SIB. Of everything that the core accepts, the oracle must
 * say: same length, memory operands within the rules, rsp not written with 64
 * bits, no useless prefix, none of the forbidden classes.
 *
 *   validator_zydis                  8 SIB bytes a form: seconds
 *   validator_zydis --all            all 256 SIB bytes
 *   validator_zydis --all --slice=K/N        one Nth of the prefixes and maps
 *   validator_zydis --emit ...               for another oracle
 *
 * --emit writes what was accepted, and a sample of what was refused, to stdout
 * instead of asking Zydis: records of 16 bytes, 15 of code and then the
 * length, or 0 for a refused one.
 *
 * The core is compiled in, so that one instruction can be judged without the
 * rest of a bundle.
 */
#include <time.h>

#include "tap.h"
#include "validate.c"

#include <Zydis/Zydis.h>

#define BASE 0x20000u

enum complaint {
	UNDECODABLE,
	LENGTH,
	CLASS,
	PREFIX,
	SEGMENT,
	WIDE,
	RSP_FORM,
	RIP,
	ABSOLUTE,
	RSP_WRITE,
	SEGMENT_WRITE,
	FLAGS,
	COMPLAINTS
};

static const char *const complaint_names[COMPLAINTS] = {
    "the oracle decodes it",
    "the oracle has the same length",
    "the class is not forbidden",
    "no prefix is useless",
    "no segment override",
    "no 64-bit address registers",
    "rsp forms are within the rule",
    "rip-relative is inside the guest",
    "absolute is inside the guest",
    "rsp is not written with 64 bits",
    "no segment register is written",
    "DF, AC, TF, IF are not changed",
};

static struct {
	unsigned slice, slices, unit;
	int emit, few_rex;
} options = {.slices = 1};
static unsigned sib_at; /* where the encoding has its SIB byte, or 0 */
static struct {
	unsigned long long tried, accepted, complaints[COMPLAINTS];
} counts;
static ZydisDecoder decoder;

/* Forbidden although their category holds allowed ones too. */
static int mnemonic_forbidden(ZydisMnemonic mnemonic)
{
	switch (mnemonic) {
	case ZYDIS_MNEMONIC_CPUID:
	case ZYDIS_MNEMONIC_XLAT:
	case ZYDIS_MNEMONIC_LEAVE:
	case ZYDIS_MNEMONIC_ENTER:
	case ZYDIS_MNEMONIC_MONITOR:
	case ZYDIS_MNEMONIC_MWAIT:
	case ZYDIS_MNEMONIC_MONITORX:
	case ZYDIS_MNEMONIC_MWAITX:
	case ZYDIS_MNEMONIC_CLFLUSH:
	case ZYDIS_MNEMONIC_UD0:
	case ZYDIS_MNEMONIC_UD1:
	case ZYDIS_MNEMONIC_STD:
	case ZYDIS_MNEMONIC_CLI:
	case ZYDIS_MNEMONIC_STI:
	case ZYDIS_MNEMONIC_CLTS:
	case ZYDIS_MNEMONIC_PUSHF:
	case ZYDIS_MNEMONIC_PUSHFQ:
	case ZYDIS_MNEMONIC_POPF:
	case ZYDIS_MNEMONIC_POPFQ:
	case ZYDIS_MNEMONIC_MASKMOVQ:
	case ZYDIS_MNEMONIC_MASKMOVDQU:
	case ZYDIS_MNEMONIC_MOVNTI:
	case ZYDIS_MNEMONIC_MOVNTQ:
	case ZYDIS_MNEMONIC_MOVNTDQ:
	case ZYDIS_MNEMONIC_MOVNTDQA:
	case ZYDIS_MNEMONIC_MOVNTPS:
	case ZYDIS_MNEMONIC_MOVNTPD:
	case ZYDIS_MNEMONIC_MOVNTSS:
	case ZYDIS_MNEMONIC_MOVNTSD:
	case ZYDIS_MNEMONIC_RCPPS:
	case ZYDIS_MNEMONIC_RCPSS:
	case ZYDIS_MNEMONIC_RSQRTPS:
	case ZYDIS_MNEMONIC_RSQRTSS:
	case ZYDIS_MNEMONIC_FSIN:
	case ZYDIS_MNEMONIC_FCOS:
	case ZYDIS_MNEMONIC_FSINCOS:
	case ZYDIS_MNEMONIC_FPTAN:
	case ZYDIS_MNEMONIC_FPATAN:
	case ZYDIS_MNEMONIC_F2XM1:
	case ZYDIS_MNEMONIC_FYL2X:
	case ZYDIS_MNEMONIC_FYL2XP1:
	case ZYDIS_MNEMONIC_FNSTENV:
	case ZYDIS_MNEMONIC_FLDENV:
	case ZYDIS_MNEMONIC_FNSAVE:
	case ZYDIS_MNEMONIC_FRSTOR:
	case ZYDIS_MNEMONIC_FXSAVE:
	case ZYDIS_MNEMONIC_FXSAVE64:
	case ZYDIS_MNEMONIC_FXRSTOR:
	case ZYDIS_MNEMONIC_FXRSTOR64:
	case ZYDIS_MNEMONIC_LOOP:
	case ZYDIS_MNEMONIC_LOOPE:
	case ZYDIS_MNEMONIC_LOOPNE:
	case ZYDIS_MNEMONIC_JRCXZ:
	case ZYDIS_MNEMONIC_JECXZ:
	case ZYDIS_MNEMONIC_JCXZ:
	case ZYDIS_MNEMONIC_XBEGIN:
	case ZYDIS_MNEMONIC_XEND:
	case ZYDIS_MNEMONIC_XABORT:
	case ZYDIS_MNEMONIC_XTEST:
	case ZYDIS_MNEMONIC_TZCNT:
	case ZYDIS_MNEMONIC_LZCNT:
	case ZYDIS_MNEMONIC_MOVBE:
	case ZYDIS_MNEMONIC_IRET:
	case ZYDIS_MNEMONIC_IRETD:
	case ZYDIS_MNEMONIC_IRETQ:
	case ZYDIS_MNEMONIC_FEMMS:
	case ZYDIS_MNEMONIC_SWAPGS:
	case ZYDIS_MNEMONIC_RDTSC:
	case ZYDIS_MNEMONIC_RDTSCP:
	case ZYDIS_MNEMONIC_RDPMC:
		return 1;
	default:
		return 0;
	}
}

static int category_allowed(const ZydisDecodedInstruction *insn)
{
	switch (insn->meta.category) {
	case ZYDIS_CATEGORY_BINARY:
	case ZYDIS_CATEGORY_BITBYTE:
	case ZYDIS_CATEGORY_CALL:
	case ZYDIS_CATEGORY_CMOV:
	case ZYDIS_CATEGORY_COND_BR:
	case ZYDIS_CATEGORY_CONVERT:
	case ZYDIS_CATEGORY_DATAXFER:
	case ZYDIS_CATEGORY_FCMOV:
	case ZYDIS_CATEGORY_FLAGOP:
	case ZYDIS_CATEGORY_LOGICAL:
	case ZYDIS_CATEGORY_LOGICAL_FP:
	case ZYDIS_CATEGORY_MISC:
	case ZYDIS_CATEGORY_MMX:
	case ZYDIS_CATEGORY_NOP:
	case ZYDIS_CATEGORY_POP:
	case ZYDIS_CATEGORY_PREFETCH:
	case ZYDIS_CATEGORY_PUSH:
	case ZYDIS_CATEGORY_RET:
	case ZYDIS_CATEGORY_ROTATE:
	case ZYDIS_CATEGORY_SEMAPHORE:
	case ZYDIS_CATEGORY_SETCC:
	case ZYDIS_CATEGORY_SHIFT:
	case ZYDIS_CATEGORY_SSE:
	case ZYDIS_CATEGORY_STRINGOP:
	case ZYDIS_CATEGORY_STTNI:
	case ZYDIS_CATEGORY_UNCOND_BR:
	case ZYDIS_CATEGORY_WIDENOP:
	case ZYDIS_CATEGORY_X87_ALU:
		return 1;
	case ZYDIS_CATEGORY_SYSTEM:
		return insn->mnemonic == ZYDIS_MNEMONIC_HLT;
	case ZYDIS_CATEGORY_CET:
		return insn->mnemonic == ZYDIS_MNEMONIC_ENDBR64;
	default:
		return 0;
	}
}

static void complain(enum complaint what, const uint8_t *bytes, unsigned length)
{
	unsigned i;

	if (counts.complaints[what]++ >= 5)
		return;
	printf("# %s, but:", complaint_names[what]);
	for (i = 0; i < length; i++)
		printf(" %02x", bytes[i]);
	putchar('\n');
}

/* docs/abi.md section 2 "memory", over the oracle's operand. */
static int memory_complaint(
    const ZydisDecodedInstruction *insn, const ZydisDecodedOperand *operand)
{
	ZyanI64 disp = operand->mem.disp.value;
	ZyanU64 target;

	if (operand->mem.segment != ZYDIS_REGISTER_DS &&
	    operand->mem.segment != ZYDIS_REGISTER_SS &&
	    operand->mem.segment != ZYDIS_REGISTER_ES)
		return SEGMENT;
	if (operand->mem.base == ZYDIS_REGISTER_EIP)
		return RIP;
	if (operand->mem.base == ZYDIS_REGISTER_RSP) {
		/* push and pop touch the stack with full rsp. */
		if (operand->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN)
			return -1;
		if (operand->mem.index != ZYDIS_REGISTER_NONE)
			return RSP_FORM;
		return insn->raw.disp.size == 32 && disp < 0 ? RSP_FORM : -1;
	}
	if (operand->mem.base == ZYDIS_REGISTER_RIP) {
		if (!ZYAN_SUCCESS(
			ZydisCalcAbsoluteAddress(insn, operand, BASE, &target)))
			return RIP;
		return target < 0x10000 ||
			       target + operand->size / 8 > 0xffff0000
			   ? RIP
			   : -1;
	}
	if (insn->address_width == 32)
		return -1;
	if (operand->mem.base == ZYDIS_REGISTER_NONE &&
	    operand->mem.index == ZYDIS_REGISTER_NONE)
		return disp < 0x10000 || disp > 0x7fffffff ? ABSOLUTE : -1;
	return WIDE;
}

static int register_complaint(const ZydisDecodedInstruction *insn,
    const ZydisDecodedOperand *operands, unsigned which)
{
	const ZydisDecodedOperand *operand = &operands[which];
	ZydisRegister reg = operand->reg.value;
	int implicit = operand->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN;

	if (!(operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE))
		return -1;
	if (ZydisRegisterGetClass(reg) == ZYDIS_REGCLASS_SEGMENT)
		return SEGMENT_WRITE;
	if (reg != ZYDIS_REGISTER_RSP)
		return -1;
	if (implicit && (insn->meta.category == ZYDIS_CATEGORY_PUSH ||
			    insn->meta.category == ZYDIS_CATEGORY_POP ||
			    insn->meta.category == ZYDIS_CATEGORY_CALL ||
			    insn->meta.category == ZYDIS_CATEGORY_RET))
		return -1;
	if (insn->mnemonic == ZYDIS_MNEMONIC_AND && insn->opcode == 0x83 &&
	    operands[1].imm.value.s < 0)
		return -1;
	return RSP_WRITE;
}

static void check_prefixes(
    const ZydisDecodedInstruction *insn, const uint8_t *bytes)
{
	unsigned i, rank = 0;

	for (i = 0; i < insn->raw.prefix_count; i++) {
		uint8_t value = insn->raw.prefixes[i].value;
		unsigned own = value == 0x67            ? 1
			       : value == 0x66          ? 2
			       : (value & 0xfe) == 0xf2 ? 3
			       : (value & 0xf0) == 0x40 ? 4
							: 0;

		/* F3 in pause, and 66 in the nops, have no effect by
		 * design. Zydis calls 67 of a register form effective. */
		if (own <= rank)
			complain(PREFIX, bytes, insn->length);
		rank = own;
		if (insn->raw.prefixes[i].type == ZYDIS_PREFIX_TYPE_IGNORED &&
		    own != 4 && insn->mnemonic != ZYDIS_MNEMONIC_NOP)
			complain(PREFIX, bytes, insn->length);
	}
	if (insn->attributes &
	    (ZYDIS_ATTRIB_HAS_LOCK | ZYDIS_ATTRIB_HAS_BND |
		ZYDIS_ATTRIB_HAS_XACQUIRE | ZYDIS_ATTRIB_HAS_XRELEASE |
		ZYDIS_ATTRIB_HAS_BRANCH_TAKEN | ZYDIS_ATTRIB_HAS_NOTRACK |
		ZYDIS_ATTRIB_HAS_BRANCH_NOT_TAKEN | ZYDIS_ATTRIB_HAS_SEGMENT))
		complain(PREFIX, bytes, insn->length);
}

static void ask_oracle(const uint8_t *bytes, unsigned length)
{
	const ZydisAccessedFlagsMask guarded =
	    ZYDIS_CPUFLAG_DF | ZYDIS_CPUFLAG_AC | ZYDIS_CPUFLAG_TF |
	    ZYDIS_CPUFLAG_IF | ZYDIS_CPUFLAG_IOPL | ZYDIS_CPUFLAG_NT;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction insn;
	unsigned i, has_memory = 0;
	int complaint;

	if (!ZYAN_SUCCESS(
		ZydisDecoderDecodeFull(&decoder, bytes, 15, &insn, operands))) {
		complain(UNDECODABLE, bytes, length);
		return;
	}
	if (insn.length != length)
		complain(LENGTH, bytes, length);
	if (!category_allowed(&insn) || mnemonic_forbidden(insn.mnemonic) ||
	    insn.encoding != ZYDIS_INSTRUCTION_ENCODING_LEGACY ||
	    insn.attributes & ZYDIS_ATTRIB_IS_PRIVILEGED) {
		if (insn.mnemonic != ZYDIS_MNEMONIC_HLT)
			complain(CLASS, bytes, length);
	}
	check_prefixes(&insn, bytes);
	for (i = 0; i < insn.operand_count; i++) {
		complaint = -1;
		if (operands[i].type == ZYDIS_OPERAND_TYPE_MEMORY) {
			has_memory = 1;
			if (operands[i].mem.type == ZYDIS_MEMOP_TYPE_MEM &&
			    insn.mnemonic != ZYDIS_MNEMONIC_NOP)
				complaint =
				    memory_complaint(&insn, &operands[i]);
			else if (operands[i].mem.type == ZYDIS_MEMOP_TYPE_MIB)
				complaint = CLASS;
		} else if (operands[i].type == ZYDIS_OPERAND_TYPE_REGISTER) {
			complaint = register_complaint(&insn, operands, i);
		}
		if (complaint >= 0)
			complain((enum complaint)complaint, bytes, length);
	}
	if (bytes[0] == 0x67 && !has_memory)
		complain(PREFIX, bytes, length);
	if (insn.cpu_flags) {
		ZydisAccessedFlagsMask changed =
		    insn.cpu_flags->modified | insn.cpu_flags->set_0 |
		    insn.cpu_flags->set_1 | insn.cpu_flags->undefined;

		if ((changed & guarded) && insn.mnemonic != ZYDIS_MNEMONIC_CLD)
			complain(FLAGS, bytes, length);
	}
}

/* The first half that the second half of a locked group must follow. */
static unsigned put_first_half(uint8_t *bytes, const struct zvm_insn *insn)
{
	uint8_t low = insn->modrm & 7;
	uint8_t mask[] = {0x41, 0x83, (uint8_t)(0xe0 | low), 0xe0};
	unsigned low_bank = !(insn->rex & REX_B);

	if (insn->form->special == RET) {
		memcpy(bytes, "\x48\x81\x24\x24\xe0\xff\xff\x7f", 8);
		return 8;
	}
	memcpy(bytes, mask + low_bank, 4 - low_bank);
	return 4 - low_bank;
}

/* One in 1024 of what is refused, spread by its own bytes. */
static int in_sample(const uint8_t *bytes)
{
	uint64_t hash = load_u64(bytes) ^ load_u64(bytes + 7) << 5;

	return (hash * 0x9e3779b97f4a7c15ull) >> 54 == 0;
}

/* A record of 16 bytes; the last holds the length, or 0 when refused, and in
 * its upper half the place of the SIB byte. */
static void emit(const uint8_t *bytes, unsigned length)
{
	fwrite(bytes, 15, 1, stdout);
	putchar((int)(sib_at << 4 | length));
}

/* Judges one instruction at a bundle's start, or behind its first half. */
static void try_one(const uint8_t *bytes)
{
	static uint32_t bitmap[8];
	static const struct zvm_val_request request = {
	    .base = BASE, .policy = {ZVM_VAL_ISA_V2, 0}};
	struct checker checker = {.request = &request,
	    .starts = bitmap,
	    .targets = bitmap,
	    .size = sizeof(bitmap) * 8,
	    .careful = FORM_CAREFUL};
	uint8_t code[64] = {0};
	struct cursor cursor = {0};
	struct zvm_insn insn;
	unsigned offset = 0;

	counts.tried++;
	zvm_decode(bytes, &insn);
	if (insn.form->reason) {
		if (options.emit && in_sample(bytes))
			emit(bytes, 0);
		return;
	}
	if (insn.form->special == RET || insn.form->special == BRANCH_REG)
		offset = put_first_half(code, &insn);
	memcpy(code + offset, bytes, 16);
	cursor = (struct cursor){
	    .at = code + offset, .offset = offset, .previous = offset};
	zvm_decode(cursor.at, &insn);
	if (step(&checker, &cursor)) {
		if (options.emit && in_sample(bytes))
			emit(bytes, 0);
		return;
	}
	counts.accepted++;
	if (options.emit)
		emit(bytes, insn.length);
	else
		ask_oracle(bytes, insn.length);
}

/* Displacements and immediates: zero, boundaries, noise. */
static void try_tails(uint8_t *bytes, unsigned at, int all)
{
	static const uint8_t tails[][12] = {
	    {0},
	    {0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f},
	    {0x80, 0, 0, 0x80, 0x80, 0, 0, 0x80, 0x80},
	    {0xfe, 0xff, 0xfe, 0xff, 0xfe, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff},
	    {0, 0, 1, 0, 0x80, 0xff, 0xff, 0xff, 0x7f},
	    {0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 0x11, 0x22},
	};
	static uint32_t noise;
	unsigned i;

	if (all) {
		for (i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
			memcpy(bytes + at, tails[i], sizeof(tails[i]));
			try_one(bytes);
		}
		return;
	}
	noise = noise * 1664525 + 1013904223;
	memcpy(bytes + at, tails[(noise >> 16) % 6], sizeof(tails[0]));
	try_one(bytes);
}

static void try_operands(uint8_t *bytes, unsigned at, int exhaustive)
{
	static const uint8_t some_sibs[] = {
	    0x00, 0x04, 0x0c, 0x24, 0x25, 0x64, 0x65, 0xe5};
	unsigned modrm, i, count = exhaustive ? 256 : sizeof(some_sibs);

	for (modrm = 0; modrm < 256; modrm++) {
		bytes[at] = (uint8_t)modrm;
		if (modrm >> 6 == 3 || (modrm & 7) != 4) {
			/* rip-relative and immediates of register forms */
			try_tails(bytes, at + 1,
			    (modrm & 0xc7) == 5 || modrm >= 0xc0);
			continue;
		}
		for (i = 0; i < count; i++) {
			unsigned sib = exhaustive ? i : some_sibs[i];

			bytes[at + 1] = (uint8_t)sib;
			sib_at = at + 1;
			try_tails(bytes, at + 2, sib == 0x24 || sib == 0x25);
			sib_at = 0;
		}
	}
}

/* Scattered, so that no slice is all of one map. */
static int in_slice(uint32_t unit)
{
	return (unit * 2654435761u >> 16) % options.slices == options.slice;
}

static void try_opcodes(uint8_t *bytes, unsigned at, int exhaustive)
{
	static const uint8_t maps[][2] = {
	    {0}, {0x0f}, {0x0f, 0x38}, {0x0f, 0x3a}};
	unsigned map, opcode, length;

	for (map = 0; map < 4; map++) {
		if (!in_slice(options.unit++))
			continue;
		length = map > 1 ? 2 : map;
		memcpy(bytes + at, maps[map], 2);
		for (opcode = 0; opcode < 256; opcode++) {
			bytes[at + length] = (uint8_t)opcode;
			try_operands(bytes, at + length + 1, exhaustive);
		}
	}
}

static void try_prefixes(int exhaustive)
{
	static const uint8_t reps[] = {0, 0xf2, 0xf3};
	uint8_t bytes[32];
	unsigned a67, a66, rep, rex, at;

	for (a67 = 0; a67 < 2; a67++)
		for (a66 = 0; a66 < 2; a66++)
			for (rep = 0; rep < 3; rep++)
				for (rex = 0; rex < 17; rex++) {
					if (options.few_rex && rex % 8)
						continue;
					memset(bytes, 0, sizeof(bytes));
					at = 0;
					if (a67)
						bytes[at++] = 0x67;
					if (a66)
						bytes[at++] = 0x66;
					if (rep)
						bytes[at++] = reps[rep];
					if (rex)
						bytes[at++] =
						    (uint8_t)(0x3f + rex);
					try_opcodes(bytes, at, exhaustive);
				}
}

/* Every sequence of up to 4 of 14 prefixes in front of accepted opcodes: what
 * is let through must look right to the oracle. */
static void try_prefix_soup(void)
{
	static const uint8_t soup[] = {0x67, 0x66, 0xf2, 0xf3, 0x40, 0x41, 0x44,
	    0x48, 0x2e, 0x3e, 0x64, 0x65, 0xf0, 0x4f};
	static const uint8_t ends[][4] = {{0x89, 0x03}, {0x89, 0xc3},
	    {0x0f, 0xb8, 0xc1}, {0x90}, {0xa4}, {0xa5}, {0x55}, {0xe9},
	    {0x0f, 0x10, 0x00}, {0x0f, 0x6e, 0xc1}, {0xc3}, {0x0f, 0x1f, 0x00},
	    {0x0f, 0x38, 0xf1}, {0xd9, 0x00}, {0x0f, 0x1e, 0xfa}};
	unsigned i, end, length, left, n;

	for (i = 0; i < 14 * 14 * 14 * 14; i++)
		for (length = 1; length <= 4; length++)
			for (end = 0; end < sizeof(ends) / sizeof(ends[0]);
			     end++) {
				uint8_t bytes[32] = {0};

				for (left = i, n = 0; n < length;
				     n++, left /= 14)
					bytes[n] = soup[left % 14];
				if (left)
					continue; /* shorter sequences once only
						   */
				memcpy(bytes + length, ends[end], 4);
				try_one(bytes);
			}
}

static int usage(void)
{
	fprintf(stderr, "usage: validator_zydis [--all] [--few-rex] "
			"[--slice=K/N] [--emit]\n"
			"--few-rex: no REX, 47 and 4F only\n");
	return 2;
}

int main(int argc, char **argv)
{
	clock_t start = clock();
	int exhaustive = 0;
	unsigned i;

	for (i = 1; i < (unsigned)argc; i++) {
		if (!strcmp(argv[i], "--all"))
			exhaustive = 1;
		else if (!strcmp(argv[i], "--emit"))
			options.emit = 1;
		else if (!strcmp(argv[i], "--few-rex"))
			options.few_rex = 1;
		else if (sscanf(argv[i], "--slice=%u/%u", &options.slice,
			     &options.slices) != 2 ||
			 options.slice >= options.slices)
			return usage();
	}
	ZydisDecoderInit(
	    &decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	try_prefixes(exhaustive);
	if (options.slice == 0)
		try_prefix_soup();
	if (options.emit)
		return fflush(stdout) != 0;
	for (i = 0; i < COMPLAINTS; i++)
		if (!tap_ok(!counts.complaints[i], "%s", complaint_names[i]))
			printf("# %llu times not\n", counts.complaints[i]);
	tap_ok(counts.accepted > 1000000 / options.slices / 4,
	    "enough was accepted to mean much");
	printf("# %llu encodings tried, %llu accepted, %.1f s\n", counts.tried,
	    counts.accepted, (double)(clock() - start) / CLOCKS_PER_SEC);
	return tap_done();
}
