/* SPDX-License-Identifier: Apache-2.0
 *
 * The strict pass. First its table of flags against Zydis's, over every
 * accepted form; then code whose verdict is known, and the pass's bounds.
 */
#include <stdlib.h>

#include "tap.h"
#include "zvm_strict.c"

#include <Zydis/Zydis.h>

#define BASE 0x20000u
#define ROOM 8192

static ZydisDecoder decoder;
static uint8_t code[ROOM];
static uint32_t scratch[ROOM / 4 + 8];

static unsigned five_flags(ZydisAccessedFlagsMask mask)
{
	return (mask & ZYDIS_CPUFLAG_CF ? C : 0) |
	       (mask & ZYDIS_CPUFLAG_PF ? P : 0) |
	       (mask & ZYDIS_CPUFLAG_ZF ? Z : 0) |
	       (mask & ZYDIS_CPUFLAG_SF ? S : 0) |
	       (mask & ZYDIS_CPUFLAG_OF ? O : 0);
}

/* C0 to C3 are one flag here: defined only when the oracle says so of all. */
static int x87_agrees(const ZydisAccessedFlags *oracle, struct effect effect)
{
	const ZydisAccessedFlagsMask all = ZYDIS_FPUFLAG_C0 | ZYDIS_FPUFLAG_C1 |
					   ZYDIS_FPUFLAG_C2 | ZYDIS_FPUFLAG_C3;

	if (!oracle)
		return !((effect.reads | effect.defines) & CODES);
	if (oracle->tested & all && !(effect.reads & CODES))
		return 0;
	if (oracle->undefined & all && !(effect.undefines & CODES))
		return 0;
	return !(effect.defines & CODES) ||
	       ((oracle->modified | oracle->set_0 | oracle->set_1) & all) ==
		   all;
}

/* Zydis calls OF undefined for all shifts and rotates. Their manual pages
 * define it for a count of one, and leave all flags alone for a count of zero.
 */
static int oracle_agrees(const uint8_t *bytes, const struct zvm_insn *insn)
{
	struct effect effect = effect_of(insn, bytes);
	unsigned tested, written, undefined;
	ZydisDecodedInstruction oracle;
	ZydisDecoderContext context;

	if (!ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(
		&decoder, &context, bytes, 15, &oracle)))
		return 0;
	if (!x87_agrees(oracle.fpu_flags, effect))
		return 0;
	effect.reads &= CPZSO;
	effect.defines &= CPZSO;
	effect.undefines &= CPZSO;
	if (!oracle.cpu_flags)
		return !effect.reads && !effect.defines && !effect.undefines;
	tested = five_flags(oracle.cpu_flags->tested);
	undefined = five_flags(oracle.cpu_flags->undefined);
	written = five_flags(oracle.cpu_flags->modified |
			     oracle.cpu_flags->set_0 | oracle.cpu_flags->set_1);
	/* The ZF that repe looks at is that of its own comparison. */
	if (effect.special == F_STRING)
		tested &= ~(unsigned)Z;
	if (tested & ~effect.reads)
		return 0;
	if (effect.defines & effect.undefines)
		return 0;
	if (effect.defines & ~(written | undefined))
		return 0;
	if (insn->map == 0 && (insn->opcode & 0xfe) == 0xd0)
		undefined &= ~(unsigned)O;
	switch (effect.special) {
	case F_COUNT:
	case F_COUNT_CL:
	case F_DOUBLE:
	case F_DOUBLE_CL:
		return !(effect.undefines & ~(written | undefined));
	default:
		/* What the oracle calls undefined must be so here. */
		return !(undefined & ~effect.undefines) &&
		       !(effect.defines & undefined);
	}
}

static void flags_against_oracle(void)
{
	static const uint8_t immediates[] = {0, 1, 5, 9, 17, 32, 33, 0xff};
	static const uint8_t maps[][2] = {
	    {0}, {0x0f}, {0x0f, 0x38}, {0x0f, 0x3a}};
	unsigned plane, map, opcode, modrm, i, forms = 0, wrong = 0;

	for (plane = 0; plane < 12; plane++)
		for (map = 0; map < 4; map++)
			for (opcode = 0; opcode < 256; opcode++)
				for (modrm = 0; modrm < 256; modrm++)
					for (i = 0; i < sizeof(immediates);
					     i++) {
						uint8_t bytes[32];
						struct zvm_insn insn;
						unsigned at = 0;

						memset(
						    bytes, immediates[i], 32);
						if (modrm < 0xc0)
							bytes[at++] = 0x67;
						if (plane & 1)
							bytes[at++] = 0x66;
						if (plane % 6 > 1)
							bytes[at++] =
							    (uint8_t)(0xf1 +
								      plane %
									  6 /
									  2);
						if (plane > 5)
							bytes[at++] = 0x48;
						memcpy(
						    bytes + at, maps[map], 2);
						at += map > 1 ? 2 : map;
						bytes[at++] = (uint8_t)opcode;
						bytes[at] = (uint8_t)modrm;
						zvm_decode(bytes, &insn);
						if (insn.form->reason ||
						    insn.map != map ||
						    insn.opcode != opcode)
							continue;
						forms++;
						if (oracle_agrees(
							bytes, &insn) ||
						    wrong++ > 20)
							continue;
						printf(
						    "# differs: plane %u map "
						    "%u opcode %02x modrm "
						    "%02x immediate %02x\n",
						    plane, map, opcode, modrm,
						    immediates[i]);
					}
	tap_ok(forms > 100000, "%u encodings were asked about", forms);
	tap_equal(wrong, 0, "the oracle agrees on their flags");
}

static struct zvm_val_refusal first;

static enum zvm_val_result check(size_t size, struct zvm_val_summary *summary)
{
	struct zvm_val_request request = {.code = code,
	    .size = size,
	    .base = BASE,
	    .policy = {ZVM_VAL_ISA_V2, 0},
	    .scratch = scratch,
	    .scratch_size = sizeof(scratch),
	    .refusals = &first,
	    .refusal_room = 1};

	memset(scratch, 0xa5, sizeof(scratch));
	memset(&first, 0, sizeof(first));
	return zvm_validate_strict(&request, summary);
}

/* Bytes in hex; the rest of the last bundle is f4. */
static size_t put(const char *hex)
{
	size_t size = 0;
	unsigned byte;

	memset(code, 0xf4, ROOM);
	while (sscanf(hex, " %2x", &byte) == 1) {
		code[size++] = (uint8_t)byte;
		hex += strspn(hex, " ") + 2;
	}
	return (size + 31) / 32 * 32;
}

static const struct {
	const char *what, *hex;
	enum zvm_val_reason reason;
	uint32_t offset;
} cases[] = {
    {"cmp; je", "39 c8 74 00", 0, 0},
    {"imul; je: ZF", "0f af c1 74 00", ZVM_VAL_REASON_STRICT_FLAG, 3},
    {"imul; jo", "0f af c1 70 00", 0, 0},
    {"imul; test; je", "0f af c1 85 c0 74 00", 0, 0},
    {"imul; mov; nop; je", "0f af c1 89 c2 90 74 00",
	ZVM_VAL_REASON_STRICT_FLAG, 6},
    {"imul; inc; adc: CF", "0f af c1 ff c0 11 c0", 0, 0},
    {"div; adc", "f7 f1 11 c0", ZVM_VAL_REASON_STRICT_FLAG, 2},
    {"div; inc; jb", "f7 f1 ff c0 72 00", ZVM_VAL_REASON_STRICT_FLAG, 4},
    {"div; inc; je", "f7 f1 ff c0 74 00", 0, 0},
    {"mul; setb", "f7 e1 0f 92 c0", 0, 0},
    {"mul; sets", "f7 e1 0f 98 c0", ZVM_VAL_REASON_STRICT_FLAG, 2},
    {"shl by 3; jo", "c1 e0 03 70 00", ZVM_VAL_REASON_STRICT_FLAG, 3},
    {"shl by 3; jb", "c1 e0 03 72 00", 0, 0},
    {"shl by 1; jo", "c1 e0 01 70 00", 0, 0},
    {"shl by one; jo", "d1 e0 70 00", 0, 0},
    {"div; shl by 0; je", "f7 f1 c1 e0 00 74 00", ZVM_VAL_REASON_STRICT_FLAG,
	5},
    {"div; shl by 3; je", "f7 f1 c1 e0 03 74 00", 0, 0},
    {"div; shl by cl; je", "f7 f1 d3 e0 74 00", ZVM_VAL_REASON_STRICT_FLAG, 4},
    {"cmp; shl by cl; je", "39 c8 d3 e0 74 00", 0, 0},
    {"cmp; shl by cl; jo", "39 c8 d3 e0 70 00", ZVM_VAL_REASON_STRICT_FLAG, 4},
    {"shl of a byte by 9; jb", "c0 e0 09 72 00", ZVM_VAL_REASON_STRICT_FLAG, 3},
    {"shl of a byte by 8; jb", "c0 e0 08 72 00", 0, 0},
    {"cmp; shl of a word by cl; jb", "39 c8 66 d3 e0 72 00",
	ZVM_VAL_REASON_STRICT_FLAG, 5},
    {"div; rol by 3; jb", "f7 f1 c1 c0 03 72 00", ZVM_VAL_REASON_STRICT_FLAG,
	5},
    {"div; rcl", "f7 f1 d1 d0", ZVM_VAL_REASON_STRICT_FLAG, 2},
    {"bt; jb", "0f a3 c8 72 00", 0, 0},
    {"cmp; bt; je", "39 c8 0f a3 c8 74 00", 0, 0},
    {"bt; jl", "0f a3 c8 7c 00", ZVM_VAL_REASON_STRICT_FLAG, 3},
    {"bsr alone", "0f bd c8", ZVM_VAL_REASON_STRICT_SCAN, 0},
    {"test; je; bsr", "85 c0 74 03 0f bd c8", 0, 0},
    {"test of another; je; bsr", "85 c9 74 03 0f bd c8",
	ZVM_VAL_REASON_STRICT_SCAN, 4},
    {"test; jne; bsr", "85 c0 75 03 0f bd c8", ZVM_VAL_REASON_STRICT_SCAN, 4},
    {"test of two registers; je; bsr", "85 c8 74 03 0f bd c8",
	ZVM_VAL_REASON_STRICT_SCAN, 4},
    {"test; je; mov; bsr", "85 c0 74 05 89 c8 0f bd c8",
	ZVM_VAL_REASON_STRICT_SCAN, 6},
    {"test of r9; je; bsf", "45 85 c9 74 04 41 0f bc c1", 0, 0},
    {"test of rax; je; bsf of eax", "48 85 c0 74 03 0f bc c8",
	ZVM_VAL_REASON_STRICT_SCAN, 5},
    {"test of eax; je; bsf of rax", "85 c0 74 04 48 0f bc c8", 0, 0},
    {"bsf of memory", "85 c0 74 04 67 0f bc 00", ZVM_VAL_REASON_STRICT_SCAN, 4},
    {"a jump to the bsr", "85 c0 74 03 0f bd c8 eb fb",
	ZVM_VAL_REASON_STRICT_SCAN, 4},
    {"a jump to the je", "85 c0 74 03 0f bd c8 eb f9",
	ZVM_VAL_REASON_STRICT_SCAN, 4},
    {"shld by 5", "0f a4 c8 05", 0, 0},
    {"16-bit shld by 16", "66 0f a4 c8 10", 0, 0},
    {"16-bit shld by 17", "66 0f a4 c8 11", ZVM_VAL_REASON_STRICT_DOUBLE, 0},
    {"16-bit shrd by cl", "66 0f ad c8", ZVM_VAL_REASON_STRICT_DOUBLE, 0},
    {"64-bit shrd by cl", "48 0f ad c8", 0, 0},
    {"fbld", "67 df 20", ZVM_VAL_REASON_STRICT_DECIMAL, 0},
    {"fbstp", "67 df 30", ZVM_VAL_REASON_STRICT_DECIMAL, 0},
    {"fild, fistp: the neighbours", "67 df 28 67 df 38", 0, 0},
    {"lahf", "39 c8 9f", ZVM_VAL_REASON_STRICT_LAHF, 2},
    {"sahf; jbe", "f7 f1 9e 76 00", 0, 0},
    {"sahf; jo", "f7 f1 9e 70 00", ZVM_VAL_REASON_STRICT_FLAG, 3},
    {"fucomi; ja", "db e9 77 00", 0, 0},
    {"fucomi; jl", "db e9 7c 00", ZVM_VAL_REASON_STRICT_FLAG, 2},
    {"fcmovb after mul", "f7 e1 da c1", 0, 0},
    {"fcmove after mul", "f7 e1 da c9", ZVM_VAL_REASON_STRICT_FLAG, 2},
    {"fild after mul", "f7 e1 67 da 00", 0, 0},
    {"div; cmpsb; je", "f7 f1 67 a6 74 00", 0, 0},
    {"div; repe cmpsb; je", "f7 f1 67 f3 a6 74 00", ZVM_VAL_REASON_STRICT_FLAG,
	5},
    {"forward over a definition", "39 c8 75 02 f7 f1 74 00",
	ZVM_VAL_REASON_STRICT_FLAG, 6},
    {"forward from an undefined place", "f7 f1 eb 02 39 c8 74 00",
	ZVM_VAL_REASON_STRICT_FLAG, 6},
    {"behind a jump, not reached", "f7 f1 eb 02 74 00", 0, 0},
    {"a loop brings it back", "39 c8 74 00 f7 f1 eb fa",
	ZVM_VAL_REASON_STRICT_FLAG, 2},
    {"a loop over the compare", "39 c8 74 00 f7 f1 eb f8", 0, 0},
    {"into the next bundle",
	"f7 f1 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 "
	"90 90 90 90 90 90 90 90 90 74 00",
	ZVM_VAL_REASON_STRICT_FLAG, 32},
    {"an indirect jump defines them", "f7 f1 83 e0 e0 ff e0", 0, 0},
    {"a call brings it to its target", "39 c8 74 00 f7 f1 e8 f7 ff ff ff",
	ZVM_VAL_REASON_STRICT_FLAG, 2},
    {"behind a call, not reached", "f7 f1 e8 f9 ff ff ff 74 00", 0, 0},
    {"fxam; fnstsw", "d9 e5 df e0", 0, 0},
    {"fcom; fnstsw to memory", "d8 d1 67 dd 38", 0, 0},
    {"fcompp; fnstsw", "de d9 df e0", 0, 0},
    {"fucompp; fnstsw", "da e9 df e0", 0, 0},
    {"fucomp; fnstsw", "dd e9 df e0", 0, 0},
    {"ficom; fnstsw", "67 de 10 df e0", 0, 0},
    {"ftst; fnstsw", "d9 e4 df e0", 0, 0},
    {"fprem; fnstsw", "d9 f8 df e0", 0, 0},
    {"fprem1; fnstsw", "d9 f5 df e0", 0, 0},
    {"fninit; fnstsw", "db e3 df e0", 0, 0},
    {"fprem; mov; fnstsw", "d9 f8 89 c8 df e0", 0, 0},
    {"fnstsw at a bundle's start", "df e0", ZVM_VAL_REASON_STRICT_CODES, 0},
    {"fadd; fnstsw", "d8 c1 df e0", ZVM_VAL_REASON_STRICT_CODES, 2},
    {"fadd; fnstsw to memory", "d8 c1 67 dd 38", ZVM_VAL_REASON_STRICT_CODES,
	2},
    {"fxam; fstp; fnstsw", "d9 e5 dd d8 df e0", ZVM_VAL_REASON_STRICT_CODES, 4},
    {"fucomi; fnstsw", "db e9 df e0", ZVM_VAL_REASON_STRICT_CODES, 2},
    {"fcmovbe; fnstsw", "39 c8 da d1 df e0", ZVM_VAL_REASON_STRICT_CODES, 4},
    {"fst; fnstsw", "dd d1 df e0", ZVM_VAL_REASON_STRICT_CODES, 2},
    {"fnclex; fnstsw", "db e2 df e0", ZVM_VAL_REASON_STRICT_CODES, 2},
    {"fxam; fwait; fnstsw", "d9 e5 9b df e0", ZVM_VAL_REASON_STRICT_CODES, 3},
    {"fxam; fnstsw twice", "d9 e5 df e0 df e0", ZVM_VAL_REASON_STRICT_CODES, 4},
    {"fnstsw; and $0x3f", "df e0 83 e0 3f", 0, 0},
    {"fnstsw; and $-64", "df e0 83 e0 c0", ZVM_VAL_REASON_STRICT_CODES, 0},
    {"fnstsw; and $0x38ff", "df e0 25 ff 38 00 00", 0, 0},
    {"fnstsw; and $0x400", "df e0 25 00 04 00 00", ZVM_VAL_REASON_STRICT_CODES,
	0},
    {"fnstsw; long and $0x3f", "df e0 81 e0 3f 00 00 00", 0, 0},
    {"fnstsw; long and $0x200", "df e0 81 e0 00 02 00 00",
	ZVM_VAL_REASON_STRICT_CODES, 0},
    {"fnstsw; long or $0x3f", "df e0 81 c8 3f 00 00 00",
	ZVM_VAL_REASON_STRICT_CODES, 0},
    {"fnstsw; and of ecx", "df e0 83 e1 3f", ZVM_VAL_REASON_STRICT_CODES, 0},
    {"fnstsw to memory; and", "67 dd 38 83 e0 3f", ZVM_VAL_REASON_STRICT_CODES,
	0},
    {"a jump over the fxam", "eb 02 d9 e5 df e0", ZVM_VAL_REASON_STRICT_CODES,
	4},
    {"a jump over nops", "d9 e5 eb 02 90 90 df e0", 0, 0},
    {"a loop brings fadd's codes", "d9 e5 df e0 d8 c1 eb fa",
	ZVM_VAL_REASON_STRICT_CODES, 2},
    {"fxam in the bundle before",
	"90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 "
	"90 90 90 90 90 90 90 d9 e5 df e0",
	ZVM_VAL_REASON_STRICT_CODES, 32},
    {"what the core refuses", "89 03", ZVM_VAL_REASON_WIDE_ADDRESS, 0},
};

static void known_code(void)
{
	unsigned i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zvm_val_summary summary;
		enum zvm_val_result result = check(put(cases[i].hex), &summary);

		if (!tap_ok(cases[i].reason
				? result == ZVM_VAL_REFUSED &&
				      first.reason == cases[i].reason &&
				      first.address == BASE + cases[i].offset
				: result == ZVM_VAL_OK && !summary.refusals,
			"%s: %s", cases[i].what,
			zvm_val_reason_text(cases[i].reason)))
			printf("# result %d at +%#x: %s\n", result,
			    first.address - BASE,
			    zvm_val_reason_text(first.reason));
	}
}

/* Each block hands an undefined flag back to the one before it: one pass a
 * block. The code is refused, not followed for ever. */
static void tangled(void)
{
	unsigned i, count = ROOM / 32;
	int32_t back = -(32 + 5);

	memset(code, 0xf4, ROOM);
	for (i = 0; i < count; i++) {
		uint8_t *at = code + i * 32;

		at[0] = 0xe9; /* out of the bundle's first bytes, harmless */
		memset(at + 1, 0, 4);
		at[5] = 0xe9;
		memcpy(at + 6, &back, 4);
	}
	code[6] = 0;
	memset(code + 6, 0, 4);
	memcpy(code + ROOM - 32, "\xf7\xf1\x90\x90\x90", 5);
	tap_equal(check(ROOM, NULL), ZVM_VAL_REFUSED, "a long way back");
	tap_equal(first.reason, ZVM_VAL_REASON_STRICT_TANGLED, "its reason");
}

static void bounds(void)
{
	struct zvm_val_request request = {.code = code,
	    .size = 64,
	    .base = BASE,
	    .policy = {ZVM_VAL_ISA_V2, 0},
	    .scratch = scratch,
	    .scratch_size = zvm_val_scratch_size(64)};

	put("90");
	tap_equal(zvm_validate_strict(&request, NULL), ZVM_VAL_BAD_REQUEST,
	    "scratch for the core only");
	request.scratch_size = zvm_val_strict_scratch_size(64);
	tap_equal(zvm_validate_strict(&request, NULL), ZVM_VAL_OK,
	    "scratch for both");
	request.size = 0;
	tap_equal(zvm_validate_strict(&request, NULL), ZVM_VAL_OK, "no code");
}

int main(void)
{
	ZydisDecoderInit(
	    &decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	flags_against_oracle();
	known_code();
	tangled();
	bounds();
	return tap_done();
}
