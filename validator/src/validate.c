/* SPDX-License-Identifier: Apache-2.0
 *
 * The checking core: one pass over the bundles, then one pass over two bitmaps.
 *
 * Invariants: each byte of the code is read once, into a local buffer; every
 * bundle is judged alone, so bundles may be checked in any order; bitmap
 * `starts` has a bit for each byte where a direct branch may land, `targets`
 * one for each byte where some direct branch lands. No allocation, no
 * recursion, no pointer formed from input.
 */
#include "decode.h"

#define BUNDLE ZVM_BUNDLE_SIZE

struct checker {
	const struct zvm_val_request *request;
	struct zvm_val_summary *summary;
	uint32_t *starts;  /* one word a bundle, bit n: byte n */
	uint32_t *targets;
	size_t size; /* whole bundles only */
	int branches_only; /* second pass: report branches to wrong places */
};

/* The bundle under check. */
struct bundle {
	uint8_t bytes[BUNDLE + ZVM_DECODE_PAD];
	uint32_t address;
};

/* Slots of gate.def that exist; reserved rows and gaps do not. */
static int
gate_slot_defined(uint32_t slot)
{
	switch (slot) {
#define ZVM_GATE(number, name, result, parameters, line) case number:
#include "gate.def"
		return 1;
	default:
		return 0;
	}
}

static void __attribute__((cold, noinline))
refuse(struct checker *checker, const struct bundle *bundle, uint32_t offset,
    uint32_t length, uint32_t target, enum zvm_val_reason reason)
{
	const struct zvm_val_request *request = checker->request;
	uint64_t count = checker->summary->refusals++;
	struct zvm_val_refusal *refusal;

	checker->summary->per_rule[zvm_val_reason_rule(reason)]++;
	if (!request->refusals || count >= request->refusal_room)
		return;
	if (length > ZVM_VAL_BYTES_MAX)
		length = ZVM_VAL_BYTES_MAX;
	if (length > BUNDLE - offset)
		length = BUNDLE - offset;
	refusal = &request->refusals[count];
	memset(refusal, 0, sizeof(*refusal));
	refusal->address = bundle->address + offset;
	refusal->target = target;
	refusal->reason = (uint16_t)reason;
	refusal->length = (uint8_t)length;
	memcpy(refusal->bytes, bundle->bytes + offset, length);
}

/* The table has no row: says which prefix is to blame, when one is. */
static enum zvm_val_reason __attribute__((cold, noinline))
explain_absent(const struct zvm_insn *insn)
{
	static const uint8_t reasons[] = {ZVM_VAL_REASON_USELESS_REX_W,
	    ZVM_VAL_REASON_USELESS_66, ZVM_VAL_REASON_USELESS_REP};
	uint32_t plane = insn->plane, rep = plane % PLANE_W / 2, i;
	uint32_t without[] = {plane % PLANE_W, plane & ~1u, plane - 2 * rep};

	if (plane >= PLANE_W && (plane & 1) && !rep)
		return ZVM_VAL_REASON_WIDE_16;
	for (i = 0; i < 3; i++)
		if (without[i] != plane && !zvm_form_of(without[i], insn->map,
			insn->opcode, insn->modrm)->reason)
			return reasons[i];
	return ZVM_VAL_REASON_ABSENT;
}

/* A memory operand without 67: the three forms that need none. */
static inline enum zvm_val_reason
check_wide_operand(const struct zvm_insn *insn, uint32_t next)
{
	uint32_t mod = MOD(insn->modrm), rm = LOW(insn->modrm);
	uint32_t sib = insn->tail[0];
	int64_t target;

	if (rm == 4) {
		if (sib == 0x24 && !(insn->rex & (REX_B | REX_X))) {
			if (mod == 2 && load_s32(insn->tail + 1) < 0)
				return ZVM_VAL_REASON_RSP_NEGATIVE;
			return ZVM_VAL_REASON_NONE;
		}
		if (mod == 0 && sib == 0x25 && !(insn->rex & REX_X)) {
			if (load_s32(insn->tail + 1) < ZVM_GUEST_START)
				return ZVM_VAL_REASON_ABSOLUTE_OUTSIDE;
			return ZVM_VAL_REASON_NONE;
		}
		if ((sib & 7) == 4 && !(insn->rex & REX_B))
			return (sib & 0x38) == 0x20 && !(insn->rex & REX_X)
			    ? ZVM_VAL_REASON_SIB_FORM
			    : ZVM_VAL_REASON_RSP_INDEX;
		return ZVM_VAL_REASON_WIDE_ADDRESS;
	}
	if (mod == 0 && rm == 5) {
		target = (int64_t)next + load_s32(insn->tail);
		if (target < ZVM_GUEST_START ||
		    target + insn->form->bytes > (int64_t)ZVM_GUEST_END)
			return ZVM_VAL_REASON_RIP_OUTSIDE;
		return ZVM_VAL_REASON_NONE;
	}
	return ZVM_VAL_REASON_WIDE_ADDRESS;
}

/* The nops of docs/abi.md: 3 to 8 bytes, 6 and 9 with one 66; all zero. */
static enum zvm_val_reason
check_nop(const struct zvm_insn *insn)
{
	const uint8_t *tail = insn->tail;
	uint32_t has66 = insn->plane & 1, ok;

	if (insn->address67 || insn->rex)
		return ZVM_VAL_REASON_NOP_FORM;
	switch (insn->modrm) {
	case 0x00:
		ok = !has66;
		break;
	case 0x40:
		ok = !has66 && tail[0] == 0;
		break;
	case 0x44:
		ok = tail[0] == 0 && tail[1] == 0;
		break;
	case 0x80:
		ok = !has66 && load_s32(tail) == 0;
		break;
	case 0x84:
		ok = tail[0] == 0 && load_s32(tail + 1) == 0;
		break;
	default:
		ok = 0;
	}
	return ok ? ZVM_VAL_REASON_NONE : ZVM_VAL_REASON_NOP_FORM;
}

/* Operands of an ordinary instruction: address, prefixes, writes of rsp. */
static inline enum zvm_val_reason
check_operands(const struct zvm_insn *insn, uint32_t next)
{
	const struct zvm_form *form = insn->form;
	uint32_t bits = form->bits, rex = insn->rex, modrm = insn->modrm;
	uint32_t used = REX_W | (bits & FORM_USES_R ? REX_R : 0);
	uint32_t rm = LOW(modrm), is_register = 0;
	enum zvm_val_reason reason;

	if (bits & FORM_HAS_MODRM) {
		if (MOD(modrm) != 3) {
			if (rm == 4) {
				uint32_t base = LOW((uint32_t)insn->tail[0]);

				used |= REX_X;
				if (MOD(modrm) != 0 || base != 5)
					used |= REX_B;
			} else if (MOD(modrm) != 0 || rm != 5) {
				used |= REX_B;
			}
			if (insn->address67) {
				if (MOD(modrm) == 0 && rm == 5)
					return ZVM_VAL_REASON_EIP_RELATIVE;
			} else if (form->special == PREFETCH) {
				return ZVM_VAL_REASON_PREFETCH_WIDE;
			} else if (form->special != NO_ACCESS &&
			    form->special != NOP) {
				reason = check_wide_operand(insn, next);
				if (reason)
					return reason;
			}
		} else {
			is_register = 1;
		}
	} else if (bits & FORM_OPCODE_REG) {
		rm = LOW(insn->opcode);
		is_register = 1;
	}
	if (is_register) {
		if (bits & FORM_USES_B)
			used |= REX_B;
		if (insn->address67)
			return ZVM_VAL_REASON_USELESS_67;
		if ((bits & FORM_WRITES_RM) && rm == 4 && !(rex & REX_B) &&
		    !(form->special == AND_IMM8 && insn->tail[0] >= 0x80))
			return form->special == STACK_OP
			    ? ZVM_VAL_REASON_POP_RSP
			    : ZVM_VAL_REASON_RSP_WRITE;
	} else if (!(bits & FORM_HAS_MODRM) && insn->address67 &&
	    form->special != STRING) {
		return ZVM_VAL_REASON_USELESS_67;
	}
	if ((bits & FORM_WRITES_REG) && FIELD(modrm) == 4 && !(rex & REX_R))
		return ZVM_VAL_REASON_RSP_WRITE;
	if (rex) {
		if (rex & 7 & ~used)
			return ZVM_VAL_REASON_USELESS_REX;
		/* 40: only to reach spl, bpl, sil, dil. */
		if (rex == 0x40 &&
		    !((bits & FORM_BYTE_RM) && is_register && rm >= 4) &&
		    !((bits & FORM_BYTE_REG) && FIELD(modrm) >= 4))
			return ZVM_VAL_REASON_USELESS_REX;
	}
	return ZVM_VAL_REASON_NONE;
}

/* A direct branch: marks its target, or names what is wrong with it. */
static enum zvm_val_reason
check_branch(struct checker *checker, const struct zvm_insn *insn,
    uint32_t next, uint32_t *target_out)
{
	uint32_t base = checker->request->base, special = insn->form->special;
	int64_t target = next;
	uint64_t offset;

	if (insn->address67 || insn->rex)
		return ZVM_VAL_REASON_BRANCH_PREFIX;
	target += special == JCC8 || special == JMP8
	    ? (int8_t)insn->tail[0] : load_s32(insn->tail);
	*target_out = (uint32_t)target;
	offset = (uint64_t)(target - base);
	if (offset < checker->size) {
		uint32_t bit = 1u << (offset % BUNDLE);

		if (checker->branches_only)
			return checker->starts[offset / BUNDLE] & bit
			    ? ZVM_VAL_REASON_NONE
			    : ZVM_VAL_REASON_BRANCH_INSIDE;
		checker->targets[offset / BUNDLE] |= bit;
		return ZVM_VAL_REASON_NONE;
	}
	if (target < ZVM_GATE_BASE || target >= ZVM_GATE_BASE + ZVM_GATE_SIZE)
		return ZVM_VAL_REASON_BRANCH_OUTSIDE;
	if (special == JCC8 || special == JCC32 || target % ZVM_GATE_SLOT ||
	    !gate_slot_defined((uint32_t)(target - ZVM_GATE_BASE) /
		ZVM_GATE_SLOT))
		return ZVM_VAL_REASON_BRANCH_GATE;
	return ZVM_VAL_REASON_NONE;
}

/* `ret`: must follow its mask directly, in this bundle. `previous` is where
 * the instruction before it starts, or -1. */
static enum zvm_val_reason
check_return(const struct checker *checker, const struct zvm_insn *insn,
    const uint8_t *bundle, int offset, int previous)
{
	static const uint8_t mask[8] = {0x48, 0x81, 0x24, 0x24, 0xe0, 0xff,
	    0xff, 0x7f};

	if (insn->address67 || insn->rex || previous < 0 ||
	    offset - previous != 8 || memcmp(bundle + previous, mask, 8))
		return ZVM_VAL_REASON_RET_BARE;
	if (checker->request->policy.require_register_return)
		return ZVM_VAL_REASON_RET_POLICY;
	return ZVM_VAL_REASON_NONE;
}

/* `jmp/call *%rR`: must follow `and $-32,%eR` directly, in this bundle. */
static enum zvm_val_reason
check_indirect(const struct zvm_insn *insn, const uint8_t *bundle, int offset,
    int previous)
{
	uint32_t low = LOW(insn->modrm), high = insn->rex == 0x41;
	uint8_t mask[4] = {0x41, 0x83, (uint8_t)(0xe0 | low), 0xe0};

	if (low == 4 && !high)
		return ZVM_VAL_REASON_INDIRECT_RSP;
	if (insn->address67 || (insn->rex && !high) || previous < 0)
		return ZVM_VAL_REASON_INDIRECT_BARE;
	if (offset - previous != 3 + (int)high ||
	    memcmp(bundle + previous, mask + !high, 3 + high))
		return ZVM_VAL_REASON_INDIRECT_BARE;
	return ZVM_VAL_REASON_NONE;
}

/* Everything about one decoded instruction but where it lies. */
static inline enum zvm_val_reason
check_insn(struct checker *checker, const struct zvm_insn *insn,
    const struct bundle *bundle, int offset, int previous, uint32_t *target)
{
	const struct zvm_form *form = insn->form;
	uint32_t next = bundle->address + (uint32_t)offset + insn->length;

	if (form->bits & FORM_V2 &&
	    checker->request->policy.isa_level < ZVM_VAL_ISA_V2)
		return ZVM_VAL_REASON_ISA_V2;
	switch (form->special) {
	case JCC8:
	case JCC32:
	case JMP8:
	case JMP32:
	case CALL32:
		return check_branch(checker, insn, next, target);
	case RET:
		return check_return(checker, insn, bundle->bytes, offset,
		    previous);
	case BRANCH_REG:
		return check_indirect(insn, bundle->bytes, offset, previous);
	case STRING:
		if (!insn->address67)
			return ZVM_VAL_REASON_STRING_WIDE;
		break;
	case NEEDS_B:
		if (!(insn->rex & REX_B))
			return ZVM_VAL_REASON_USELESS_REX;
		break;
	case NOP:
		return check_nop(insn);
	}
	return check_operands(insn, next);
}

static void
check_bundle(struct checker *checker, size_t index)
{
	struct bundle bundle;
	struct zvm_insn insn;
	uint32_t starts = 0, target;
	int offset = 0, previous = -1;
	enum zvm_val_reason reason;

	memcpy(bundle.bytes, checker->request->code + index * BUNDLE, BUNDLE);
	memset(bundle.bytes + BUNDLE, 0, ZVM_DECODE_PAD);
	bundle.address = checker->request->base + (uint32_t)(index * BUNDLE);

	while (offset < BUNDLE) {
		target = 0;
		zvm_decode(bundle.bytes + offset, &insn);
		if (offset + (int)insn.length > BUNDLE)
			reason = ZVM_VAL_REASON_CROSSES;
		else if (insn.form->reason)
			reason = insn.form->reason;
		else
			reason = check_insn(checker, &insn, &bundle, offset,
			    previous, &target);
		checker->summary->instructions++;
		starts |= 1u << offset;
		if (reason == ZVM_VAL_REASON_ABSENT)
			reason = explain_absent(&insn);
		if (reason && (!checker->branches_only ||
			reason == ZVM_VAL_REASON_BRANCH_INSIDE))
			refuse(checker, &bundle, (uint32_t)offset, insn.length,
			    target, reason);
		/* The length of what has no row is unknown: give up on this
		 * bundle, and let branches into it pass, for one refusal is
		 * enough. */
		if (insn.form->reason || reason == ZVM_VAL_REASON_CROSSES) {
			starts |= ~0u << offset;
			break;
		}
		/* The second half of a group is no place to land. */
		if (insn.form->special == RET ||
		    insn.form->special == BRANCH_REG)
			starts &= ~(1u << offset);
		previous = offset;
		offset += (int)insn.length;
	}
	if (!checker->branches_only)
		checker->starts[index] = starts;
}

static int
request_is_sane(const struct zvm_val_request *request)
{
	if (!request || (!request->code && request->size))
		return 0;
	if (request->size > ZVM_IMAGE_END || request->base < ZVM_TEXT_BASE ||
	    request->base % BUNDLE ||
	    request->base > ZVM_IMAGE_END - request->size)
		return 0;
	if (!request->scratch || (uintptr_t)request->scratch % 4 ||
	    request->scratch_size < zvm_val_scratch_size(request->size))
		return 0;
	return request->policy.isa_level == ZVM_VAL_ISA_BASELINE ||
	    request->policy.isa_level == ZVM_VAL_ISA_V2;
}

enum zvm_val_result
zvm_validate(const struct zvm_val_request *request,
    struct zvm_val_summary *summary)
{
	struct zvm_val_summary local;
	struct checker checker = {.request = request};
	size_t bundles, i;
	uint32_t wrong = 0;

	checker.summary = summary ? summary : &local;
	memset(checker.summary, 0, sizeof(*checker.summary));
	if (!request_is_sane(request))
		return ZVM_VAL_BAD_REQUEST;
	bundles = request->size / BUNDLE;
	checker.size = bundles * BUNDLE;
	checker.starts = request->scratch;
	checker.targets = checker.starts + bundles;
	memset(checker.targets, 0, bundles * sizeof(*checker.targets));

	for (i = 0; i < bundles; i++)
		check_bundle(&checker, i);
	if (request->size % BUNDLE) {
		struct bundle tail = {.address = request->base +
			(uint32_t)checker.size};

		memcpy(tail.bytes, request->code + checker.size,
		    request->size % BUNDLE);
		refuse(&checker, &tail, 0, (uint32_t)(request->size % BUNDLE),
		    0, ZVM_VAL_REASON_TEXT_SIZE);
	}
	for (i = 0; i < bundles; i++)
		wrong |= checker.targets[i] & ~checker.starts[i];
	if (wrong) {
		uint64_t instructions = checker.summary->instructions;

		checker.branches_only = 1;
		for (i = 0; i < bundles; i++)
			check_bundle(&checker, i);
		checker.summary->instructions = instructions;
	}
	return checker.summary->refusals ? ZVM_VAL_REFUSED : ZVM_VAL_OK;
}
