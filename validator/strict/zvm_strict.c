/* SPDX-License-Identifier: Apache-2.0
 *
 * The strict determinism pass, over code that zvm_validate() accepted: no
 * instruction reads a flag, and none yields a result, that a manual calls
 * undefined. What processors do there is settled in practice; a host that
 * compares digests across makers may want it settled in principle.
 *
 * `state` has a byte for each byte of code: which flags may be undefined when
 * execution arrives there. Direct branches carry them to their targets.
 * Everything else arrives at bundle starts, out of a mask (`and`), which
 * defines all five. The x87's condition codes are one more flag, which no mask
 * defines: it is undefined at every bundle start. The sets only grow, so
 * repeated passes reach a fixpoint; code that takes more than PASSES_MAX of
 * them is refused, for time must stay linear in size.
 */
#include "decode.h"

#define BUNDLE     ZVM_BUNDLE_SIZE
#define PASSES_MAX 40

/* A byte of `state`. */
#define C      1
#define P      2
#define Z      4
#define S      8
#define O      16
#define CPZSO  31
#define TARGET 32 /* a direct branch goes here */
#define CODES  64 /* the x87's C0 to C3, as one */

#define CODES_IN_AX 0x4700 /* where fnstsw puts them */

enum flags_special {
	F_PLAIN,
	F_CONDITION, /* reads by the condition in the opcode's low bits */
	F_COUNT,     /* shift or rotate by an immediate */
	F_COUNT_CL,  /* the same by cl, which may be zero */
	F_DOUBLE,    /* shld, shrd by an immediate */
	F_DOUBLE_CL,
	F_STRING,   /* with rep and a count of zero: unchanged */
	F_REGISTER, /* only in the register form */
	F_UNARY,    /* F6, F7: by digit */
	F_TEST,
	F_SCAN,
	F_LAHF
};

struct effect {
	uint8_t reads, defines, undefines, special;
};

struct flow {
	const struct zvm_val_request *request;
	struct zvm_val_summary *summary;
	uint8_t *state;
	int changed, report;
};

/* `test %r,%r`, then `je` right behind it: r is not zero. The place is that of
 * the instruction for which this holds. */
struct guard {
	uint32_t tested, nonzero; /* register + 1, or 0 */
	uint32_t tested_width, nonzero_width;
};

static struct effect table_effect(const struct zvm_insn *insn)
{
#define KEY(map, opcode, digit) ((map) << 11 | (opcode) << 3 | (digit))
#define ZVM_FLAGS(                                                             \
    map, opcode, span, low, high, reads, defines, undefines, special)          \
	case KEY(map, opcode, low)... KEY(map, opcode + span - 1, high):       \
		return (struct effect){reads, defines, undefines, special};

	switch (KEY(insn->map, insn->opcode, FIELD(insn->modrm))) {
#include "flags.def"
	}
	return (struct effect){0};
#undef ZVM_FLAGS
}

static uint8_t condition_reads(uint32_t opcode)
{
	static const uint8_t reads[8] = {
	    O, C, Z, C | Z, S, P, S | O, S | O | Z};

	return reads[opcode >> 1 & 7];
}

/* Bits of the operand that the instruction names. */
static uint32_t width_of(const struct zvm_insn *insn)
{
	return insn->plane >= PLANE_W ? 64 : insn->plane & 1 ? 16 : 32;
}

/* A count of zero changes nothing, of one defines all, of more leaves OF
 * undefined; one that exceeds a narrow operand CF too. */
static void shift_effect(const struct zvm_insn *insn, uint32_t immediate,
    int is_rotate, struct effect *effect)
{
	int by_cl =
	    effect->special == F_COUNT_CL || effect->special == F_DOUBLE_CL;
	uint32_t width = insn->map || insn->opcode & 1 ? width_of(insn) : 8;
	uint32_t count = immediate & (width == 64 ? 63 : 31);

	if (!by_cl && count == 1)
		return;
	effect->undefines = O;
	effect->defines &= (uint8_t)~O;
	if (by_cl || count == 0 || is_rotate)
		effect->defines = 0;
	if (!is_rotate && width < 32 && (by_cl || count > width)) {
		effect->undefines |= C;
		effect->defines &= (uint8_t)~C;
	}
}

/* Compares, fxam, both fprem and fninit define C0 to C3; every other x87
 * instruction leaves some of them undefined. Only fnstsw reads them. */
static void x87_effect(const struct zvm_insn *insn, struct effect *effect)
{
	uint32_t modrm = insn->modrm, digit = FIELD(modrm);
	int is_register = MOD(modrm) == 3, compares = 0;

	switch (insn->opcode) {
	case 0xd8:
		compares = digit == 2 || digit == 3; /* fcom fcomp */
		break;
	case 0xd9:
		compares = modrm == 0xe4 || modrm == 0xe5 || /* ftst fxam */
			   modrm == 0xf5 || modrm == 0xf8;   /* fprem1 fprem */
		break;
	case 0xda:
		compares = is_register ? modrm == 0xe9 /* fucompp */
				       : digit == 2 || digit == 3;
		break;
	case 0xdb:
		compares = modrm == 0xe3; /* fninit */
		break;
	case 0xdc:
		compares = !is_register && (digit == 2 || digit == 3);
		break;
	case 0xdd:
		compares = is_register && (digit == 4 || digit == 5);
		break;
	case 0xde:
		compares = is_register ? modrm == 0xd9 /* fcompp */
				       : digit == 2 || digit == 3;
		break;
	}
	if ((insn->opcode == 0xdd && !is_register && digit == 7) ||
	    (insn->opcode == 0xdf && modrm == 0xe0)) /* fnstsw */
		effect->reads |= CODES;
	if (compares)
		effect->defines |= CODES;
	else
		effect->undefines |= CODES;
}

static struct effect effect_of(const struct zvm_insn *insn, const uint8_t *at)
{
	struct effect effect = table_effect(insn);
	uint32_t digit = FIELD(insn->modrm);

	switch (effect.special) {
	case F_CONDITION:
		effect.reads = condition_reads(insn->opcode);
		break;
	case F_COUNT:
	case F_COUNT_CL:
		shift_effect(insn, at[insn->length - 1], digit < 4, &effect);
		break;
	case F_DOUBLE:
	case F_DOUBLE_CL:
		shift_effect(insn, at[insn->length - 1], 0, &effect);
		break;
	case F_STRING:
		if (insn->plane % PLANE_W > 1)
			effect.defines = 0;
		break;
	case F_REGISTER:
		if (MOD(insn->modrm) != 3)
			effect = (struct effect){0};
		break;
	case F_UNARY:
		if (digit == 0 || digit == 3) /* test, neg */
			effect.defines = CPZSO;
		if (digit == 4 || digit == 5) { /* mul, imul */
			effect.defines = C | O;
			effect.undefines = P | Z | S;
		}
		if (digit >= 6) /* div, idiv */
			effect.undefines = CPZSO;
		break;
	}
	if (!insn->map && (insn->opcode & 0xf8) == 0xd8)
		x87_effect(insn, &effect);
	return effect;
}

static uint32_t rm_register(const struct zvm_insn *insn)
{
	return LOW(insn->modrm) | (insn->rex & REX_B) << 3;
}

/* `fnstsw %ax` right before an `and $imm,%eax` without bits of C0 to C3. */
static int codes_are_dropped(const struct zvm_insn *insn, const uint8_t *at)
{
	const uint8_t *next = at + insn->length;

	if (MOD(insn->modrm) != 3)
		return 0;
	return (next[0] == 0x83 && next[1] == 0xe0 && next[2] < 0x80) ||
	       (next[0] == 0x81 && next[1] == 0xe0 &&
		   !(load_s32(next + 2) & CODES_IN_AX)) ||
	       (next[0] == 0x25 && !(load_s32(next + 1) & CODES_IN_AX));
}

/* fbld takes digits above 9, and fbstp makes some of what has no decimal form:
 * which ones, the manuals leave open. */
static int is_decimal(const struct zvm_insn *insn)
{
	uint32_t digit = FIELD(insn->modrm);

	return !insn->map && insn->opcode == 0xdf && MOD(insn->modrm) != 3 &&
	       (digit == 4 || digit == 6);
}

static enum zvm_val_reason judge(const struct zvm_insn *insn, const uint8_t *at,
    struct effect effect, uint32_t arriving, const struct guard *guard)
{
	if (effect.special == F_LAHF)
		return ZVM_VAL_REASON_STRICT_LAHF;
	if (effect.reads & arriving & CODES && !codes_are_dropped(insn, at))
		return ZVM_VAL_REASON_STRICT_CODES;
	if (effect.reads & arriving & CPZSO)
		return ZVM_VAL_REASON_STRICT_FLAG;
	if (effect.special == F_SCAN &&
	    (MOD(insn->modrm) != 3 || guard->nonzero != rm_register(insn) + 1 ||
		guard->nonzero_width > width_of(insn)))
		return ZVM_VAL_REASON_STRICT_SCAN;
	if (width_of(insn) == 16 && (effect.special == F_DOUBLE_CL ||
					(effect.special == F_DOUBLE &&
					    (at[insn->length - 1] & 31) > 16)))
		return ZVM_VAL_REASON_STRICT_DOUBLE;
	if (is_decimal(insn))
		return ZVM_VAL_REASON_STRICT_DECIMAL;
	return ZVM_VAL_REASON_NONE;
}

/* What holds behind this instruction, in the same bundle. */
static void move_guard(const struct zvm_insn *insn, struct effect effect,
    int is_target, struct guard *guard)
{
	uint32_t reg = FIELD(insn->modrm) | (insn->rex & REX_R) << 1;
	int is_je =
	    effect.special == F_CONDITION &&
	    (insn->form->special == JCC8 || insn->form->special == JCC32) &&
	    (insn->opcode & 15) == 4;

	guard->nonzero = is_je && !is_target ? guard->tested : 0;
	guard->nonzero_width = guard->tested_width;
	guard->tested = 0;
	if (effect.special == F_TEST && insn->opcode == 0x85 &&
	    MOD(insn->modrm) == 3 && reg == rm_register(insn)) {
		guard->tested = reg + 1;
		guard->tested_width = width_of(insn);
	}
}

/* Carries the flags along a direct branch; whether the branch is taken always,
 * or execution ends or leaves here. */
static int leave(struct flow *flow, const struct zvm_insn *insn,
    const uint8_t *at, uint32_t offset, uint32_t flags)
{
	uint32_t special = insn->form->special, target;
	const uint8_t *tail = at + insn->length;
	int32_t distance;

	switch (special) {
	case RET:
	case BRANCH_REG:
		return 1;
	case JCC8:
	case JMP8:
		distance = (int8_t)tail[-1];
		break;
	case JCC32:
	case JMP32:
	case CALL32:
		distance = load_s32(tail - 4);
		break;
	default:
		return 0;
	}
	target = offset + insn->length + (uint32_t)distance;
	if (target < flow->request->size &&
	    (flow->state[target] | flags | TARGET) != flow->state[target]) {
		flow->state[target] |= (uint8_t)(flags | TARGET);
		flow->changed |= target <= offset;
	}
	return special != JCC8 && special != JCC32;
}

static void refuse(struct flow *flow, const uint8_t *at, uint32_t offset,
    uint32_t length, enum zvm_val_reason reason)
{
	const struct zvm_val_request *request = flow->request;
	uint64_t count = flow->summary->refusals++;
	struct zvm_val_refusal refusal = {.address = request->base + offset,
	    .reason = (uint16_t)reason,
	    .length = (uint8_t)length};
	uint32_t i;

	flow->summary->per_rule[ZVM_VAL_RULE_STRICT]++;
	for (i = 0; i < length; i++)
		refusal.bytes[i] = at[i];
	if (request->refusals && count < request->refusal_room)
		request->refusals[count] = refusal;
}

/* One bundle, with `flags` as they come out of the one before; returns those
 * behind it. Any path may lead to its start. */
static uint32_t walk_bundle(struct flow *flow, uint32_t start, uint32_t flags)
{
	uint8_t bytes[BUNDLE + ZVM_DECODE_PAD] = {0};
	struct guard guard = {0};
	uint32_t at, i;

	flags |= CODES;
	for (i = 0; i < BUNDLE; i++)
		bytes[i] = flow->request->code[start + i];
	for (at = 0; at < BUNDLE;) {
		uint8_t *state = &flow->state[start + at];
		struct zvm_insn insn;
		struct effect effect;
		enum zvm_val_reason reason;

		zvm_decode(bytes + at, &insn);
		effect = effect_of(&insn, bytes + at);
		flags |= *state & (CPZSO | CODES);
		if (*state & TARGET)
			guard = (struct guard){0};
		reason = judge(&insn, bytes + at, effect, flags, &guard);
		if (reason && flow->report)
			refuse(
			    flow, bytes + at, start + at, insn.length, reason);
		flags = (flags & ~effect.defines) | effect.undefines;
		move_guard(&insn, effect, *state & TARGET, &guard);
		if (leave(flow, &insn, bytes + at, start + at, flags))
			flags = 0;
		at += insn.length;
	}
	return flags;
}

static void walk(struct flow *flow)
{
	uint32_t start, flags = 0;

	flow->changed = 0;
	for (start = 0; start < flow->request->size; start += BUNDLE)
		flags = walk_bundle(flow, start, flags);
}

enum zvm_val_result zvm_validate_strict(
    const struct zvm_val_request *request, struct zvm_val_summary *summary)
{
	struct zvm_val_summary local;
	struct flow flow = {.request = request};
	enum zvm_val_result result;
	uint32_t pass;
	size_t i;

	flow.summary = summary ? summary : &local;
	result = zvm_validate(request, flow.summary);
	if (result != ZVM_VAL_OK)
		return result;
	if (request->scratch_size < zvm_val_strict_scratch_size(request->size))
		return ZVM_VAL_BAD_REQUEST;
	flow.state = request->scratch;
	for (i = 0; i < request->size; i++)
		flow.state[i] = 0;
	for (pass = 0; pass < PASSES_MAX; pass++) {
		walk(&flow);
		if (!flow.changed)
			break;
	}
	if (flow.changed) {
		refuse(&flow, NULL, 0, 0, ZVM_VAL_REASON_STRICT_TANGLED);
		return ZVM_VAL_REFUSED;
	}
	flow.report = 1;
	walk(&flow);
	return flow.summary->refusals ? ZVM_VAL_REFUSED : ZVM_VAL_OK;
}
