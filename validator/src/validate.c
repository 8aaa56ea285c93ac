/* SPDX-License-Identifier: Apache-2.0
 *
 * The checking core: one pass over the instructions, one over two bitmaps.
 * When that finds fault, a second, slower round reports every refusal.
 *
 * Invariants: bitmap `starts` has a bit for each byte where a direct branch
 * may land, `targets` one for each byte where some direct branch lands. No
 * bundle's verdict depends on another's bytes, so parts may be checked in any
 * order and at the same time: a part writes the words of its own bundles in
 * `starts` and a `targets` of its own. No allocation, no recursion, no call
 * out of the library, no vector registers (the gate runs this on the guest's),
 * no pointer formed from input: at most 15 bytes behind `at` are read, and the
 * last bundle is read from a padded copy.
 */
#include "decode.h"

#define BUNDLE ZVM_BUNDLE_SIZE

enum round {
	ROUND_VERDICT, /* stop at the first refusal, report nothing */
	ROUND_REPORT,  /* report all but branches to wrong places */
	ROUND_BRANCHES /* report these, by the finished `starts` */
};

struct checker {
	const struct zvm_val_request *request;
	struct zvm_val_summary *summary; /* of the report; else unused */
	uint32_t *starts;                /* one word a bundle, bit n: byte n */
	uint32_t *targets;               /* the same, of this part */
	uint64_t instructions;
	uint32_t size;    /* whole bundles only */
	uint32_t careful; /* FORM_ bits that need more than check_operands */
	enum round round;
};

/* A position in the text. */
struct cursor {
	const uint8_t *at; /* the byte at `offset` */
	uint32_t offset;
	uint32_t previous; /* length of the instruction before, or 0 */
	uint32_t count;    /* instructions so far */
};

/* Slots of gate.def that exist; reserved rows and gaps do not. */
static int gate_slot_defined(uint32_t slot)
{
	switch (slot) {
#define ZVM_GATE(number, name, result, parameters, line) case number:
#include "gate.def"
		return 1;
	default:
		return 0;
	}
}

static const struct zvm_form *form_of(
    uint32_t plane, const struct zvm_insn *insn)
{
	uint32_t cell = zvm_cells[plane][insn->map][insn->opcode];

	return &zvm_forms[zvm_group_of(cell, insn->modrm) & GROUP_FORM];
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
		if (without[i] != plane && !form_of(without[i], insn)->reason)
			return reasons[i];
	return ZVM_VAL_REASON_ABSENT;
}

static void store_refusal(
    struct checker *checker, const struct zvm_val_refusal *refusal)
{
	const struct zvm_val_request *request = checker->request;
	uint64_t count = checker->summary->refusals++;

	checker->summary->per_rule[zvm_val_reason_rule(refusal->reason)]++;
	if (request->refusals && count < request->refusal_room)
		request->refusals[count] = *refusal;
}

static void __attribute__((cold, noinline))
refuse(struct checker *checker, const struct zvm_insn *insn,
    const struct cursor *cursor, uint32_t target, enum zvm_val_reason reason)
{
	uint32_t room = BUNDLE - cursor->offset % BUNDLE, length = insn->length;
	uint32_t i;
	struct zvm_val_refusal refusal = {
	    .address = checker->request->base + cursor->offset,
	    .target = target};

	if ((checker->round == ROUND_BRANCHES) !=
	    (reason == ZVM_VAL_REASON_BRANCH_INSIDE))
		return;
	if (reason == ZVM_VAL_REASON_ABSENT)
		reason = explain_absent(insn);
	/* The longest form has 13 bytes: a row that changes this is safe. */
	if (length > ZVM_VAL_BYTES_MAX)     /* unreachable: see above */
		length = ZVM_VAL_BYTES_MAX; /* unreachable: see above */
	if (length > room)
		length = room;
	refusal.reason = (uint16_t)reason;
	refusal.length = (uint8_t)length;
	for (i = 0; i < length; i++)
		refusal.bytes[i] = cursor->at[i];
	store_refusal(checker, &refusal);
}

/* A memory operand without 67: the three forms that need none. */
static enum zvm_val_reason check_wide_operand(
    const struct zvm_insn *insn, uint32_t next)
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
static enum zvm_val_reason check_nop(const struct zvm_insn *insn)
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
static enum zvm_val_reason check_operands(
    const struct zvm_insn *insn, uint32_t next)
{
	const struct zvm_form *form = insn->form;
	uint32_t bits = form->bits, rex = insn->rex, address = insn->address;
	uint32_t used = REX_W | (bits & FORM_USES_R ? REX_R : 0);
	uint32_t is_register = 0, rm = LOW(insn->modrm);
	enum zvm_val_reason reason;

	if (!(address & ADDRESS_REGISTER)) {
		if (address & ADDRESS_USES_X)
			used |= REX_X;
		if (address & ADDRESS_USES_B &&
		    !(address & ADDRESS_SIB_MOD0 && LOW(insn->tail[0]) == 5))
			used |= REX_B;
		if (insn->address67) {
			if (address & ADDRESS_RIP)
				return ZVM_VAL_REASON_EIP_RELATIVE;
		} else if (form->special == PREFETCH) {
			return ZVM_VAL_REASON_PREFETCH_WIDE;
		} else if (!(bits & FORM_NO_ACCESS)) {
			reason = check_wide_operand(insn, next);
			if (reason)
				return reason;
		}
	} else {
		if (insn->address67 && form->special != STRING)
			return ZVM_VAL_REASON_USELESS_67;
		if (bits & FORM_OPCODE_REG)
			rm = LOW(insn->opcode);
		is_register = !(bits & FORM_NO_MODRM) || bits & FORM_OPCODE_REG;
		if (is_register && bits & FORM_USES_B)
			used |= REX_B;
		if (is_register && bits & FORM_WRITES_RM && rm == 4 &&
		    !(rex & REX_B) &&
		    !(form->special == AND_IMM8 && insn->tail[0] >= 0x80))
			return form->special == STACK_OP
				   ? ZVM_VAL_REASON_POP_RSP
				   : ZVM_VAL_REASON_RSP_WRITE;
	}
	if (bits & FORM_WRITES_REG && FIELD(insn->modrm) == 4 && !(rex & REX_R))
		return ZVM_VAL_REASON_RSP_WRITE;
	if (rex & 7 & ~used)
		return ZVM_VAL_REASON_USELESS_REX;
	/* 40: only to reach spl, bpl, sil, dil. */
	if (rex == 0x40 && !(bits & FORM_BYTE_RM && is_register && rm >= 4) &&
	    !(bits & FORM_BYTE_REG && FIELD(insn->modrm) >= 4))
		return ZVM_VAL_REASON_USELESS_REX;
	return ZVM_VAL_REASON_NONE;
}

/* A direct branch that was not marked: names what is wrong with it. */
static enum zvm_val_reason check_branch(struct checker *checker,
    const struct zvm_insn *insn, uint32_t next, uint32_t *target_out)
{
	uint32_t base = checker->request->base, special = insn->form->special;
	int64_t target = next;
	uint64_t offset;

	if (insn->address67 || insn->rex)
		return ZVM_VAL_REASON_BRANCH_PREFIX;
	target += special == JCC8 || special == JMP8 ? (int8_t)insn->tail[0]
						     : load_s32(insn->tail);
	*target_out = (uint32_t)target;
	offset = (uint64_t)(target - base);
	/* Only in ROUND_BRANCHES: in the others marks_target() was here. */
	if (offset < checker->size)
		return checker->starts[offset / BUNDLE] >> offset % BUNDLE & 1
			   ? ZVM_VAL_REASON_NONE
			   : ZVM_VAL_REASON_BRANCH_INSIDE;
	if (target < ZVM_GATE_BASE || target >= ZVM_GATE_BASE + ZVM_GATE_SIZE)
		return ZVM_VAL_REASON_BRANCH_OUTSIDE;
	if (special == JCC8) /* unreachable: no text is within 128 bytes */
		return ZVM_VAL_REASON_BRANCH_GATE; /* unreachable: as above */
	if (special == JCC32 || target % ZVM_GATE_SLOT ||
	    !gate_slot_defined(
		(uint32_t)(target - ZVM_GATE_BASE) / ZVM_GATE_SLOT))
		return ZVM_VAL_REASON_BRANCH_GATE;
	return ZVM_VAL_REASON_NONE;
}

/* Whether the instruction before, in this bundle, is exactly `mask`. */
static int follows(
    const struct cursor *cursor, const uint8_t *mask, uint32_t length)
{
	uint32_t i;

	if (cursor->previous != length || cursor->offset % BUNDLE < length)
		return 0;
	for (i = 0; i < length; i++)
		if ((cursor->at - length)[i] != mask[i])
			return 0;
	return 1;
}

static enum zvm_val_reason check_return(const struct checker *checker,
    const struct zvm_insn *insn, const struct cursor *cursor)
{
	static const uint8_t mask[8] = {
	    0x48, 0x81, 0x24, 0x24, 0xe0, 0xff, 0xff, 0x7f};

	if (insn->address67 || insn->rex || !follows(cursor, mask, 8))
		return ZVM_VAL_REASON_RET_BARE;
	if (checker->request->policy.require_register_return)
		return ZVM_VAL_REASON_RET_POLICY;
	return ZVM_VAL_REASON_NONE;
}

/* `jmp/call *%rR` behind `and $-32,%eR`. */
static enum zvm_val_reason check_indirect(
    const struct zvm_insn *insn, const struct cursor *cursor)
{
	uint32_t low = LOW(insn->modrm), high = insn->rex == 0x41;
	uint8_t mask[4] = {0x41, 0x83, (uint8_t)(0xe0 | low), 0xe0};

	if (low == 4 && !high)
		return ZVM_VAL_REASON_INDIRECT_RSP;
	if (insn->address67 || (insn->rex && !high) ||
	    !follows(cursor, mask + !high, 3 + high))
		return ZVM_VAL_REASON_INDIRECT_BARE;
	return ZVM_VAL_REASON_NONE;
}

/* Everything about one decoded instruction but where it ends. */
static enum zvm_val_reason check_insn(struct checker *checker,
    const struct zvm_insn *insn, const struct cursor *cursor, uint32_t *target)
{
	const struct zvm_form *form = insn->form;
	uint32_t next = checker->request->base + cursor->offset + insn->length;

	if (form->reason)
		return form->reason;
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
		return check_return(checker, insn, cursor);
	case BRANCH_REG:
		return check_indirect(insn, cursor);
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

/* All but the ordinary accepted instruction, which step() settles. Returns 1
 * when it is refused; the cursor moves on in any case. */
static int __attribute__((noinline)) careful_step(
    struct checker *checker, struct cursor *cursor, const struct zvm_insn *insn)
{
	uint32_t offset = cursor->offset, target = 0, length = insn->length;
	uint32_t *starts = &checker->starts[offset / BUNDLE];
	int crosses = offset % BUNDLE + length > BUNDLE;
	enum zvm_val_reason reason = ZVM_VAL_REASON_CROSSES;

	if (!crosses)
		reason = check_insn(checker, insn, cursor, &target);
	if (reason && checker->round != ROUND_VERDICT)
		refuse(checker, insn, cursor, target, reason);
	if (crosses || insn->form->reason) {
		/* The length of what has no row is unknown: give up on this
		 * bundle, and let branches into it pass, for one refusal is
		 * enough. */
		*starts |= ~0u << offset % BUNDLE;
		length = BUNDLE - offset % BUNDLE;
	} else if (insn->form->special == RET ||
		   insn->form->special == BRANCH_REG) {
		/* The second half of a group is no place to land. */
		if (checker->round != ROUND_BRANCHES)
			*starts &= ~(1u << offset % BUNDLE);
	}
	cursor->previous = length;
	cursor->offset += length;
	cursor->at += length;
	return reason != ZVM_VAL_REASON_NONE;
}

/* Marks the target of a direct branch into this text without prefixes. All
 * other branches, and all instructions that are none, are left alone: returns
 * 0, and careful_step() judges. Nothing wraps: a text ends below 2 GiB. */
static inline __attribute__((always_inline)) int marks_target(
    struct checker *checker, const struct zvm_insn *insn, uint32_t end)
{
	uint32_t special = insn->form->special;
	int is_near = special == JCC8 || special == JMP8;
	uint32_t to = end + (uint32_t)(is_near ? (int8_t)insn->tail[0]
					       : load_s32(insn->tail));

	if (special < JCC8 || special > CALL32 || insn->address67 | insn->rex ||
	    to >= checker->size || checker->round == ROUND_BRANCHES)
		return 0;
	checker->targets[to / BUNDLE] |= 1u << to % BUNDLE;
	return 1;
}

/* How many bytes like the one at `at`, which ends at `end`, follow in its
 * bundle. Linker and loader fill with hlt, a fifth of a small program's
 * instructions. */
static inline uint32_t count_more(const uint8_t *at, uint32_t end)
{
	uint32_t count = 0;

	while ((end + count) % BUNDLE != 0 && at[count + 1] == at[0])
		count++;
	return count;
}

/* One instruction, or several halts. Returns 1 when it is refused. */
static inline __attribute__((always_inline)) int step(
    struct checker *checker, struct cursor *cursor)
{
	uint32_t offset = cursor->offset, end;
	uint32_t *starts = &checker->starts[offset / BUNDLE];
	struct zvm_insn insn;

	zvm_decode(cursor->at, &insn);
	end = offset + insn.length;
	cursor->count++;
	if (checker->round != ROUND_BRANCHES)
		*starts |= 1u << offset % BUNDLE;
	if ((offset ^ (end - 1)) & ~(BUNDLE - 1u))
		return careful_step(checker, cursor, &insn);
	if (insn.form->bits & checker->careful) {
		if (insn.form->special == HALT && insn.length == 1) {
			uint32_t more = count_more(cursor->at, end);

			if (checker->round != ROUND_BRANCHES)
				*starts |= ((2u << more) - 1)
					   << offset % BUNDLE;
			cursor->count += more;
			end += more;
		} else if (!marks_target(checker, &insn, end)) {
			return careful_step(checker, cursor, &insn);
		}
	} else if (check_operands(&insn, checker->request->base + end)) {
		return careful_step(checker, cursor, &insn);
	}
	cursor->previous = insn.length;
	cursor->at += end - offset;
	cursor->offset = end;
	return 0;
}

/* Checks [from, to), whole bundles whose bytes are at `bytes`, with
 * ZVM_DECODE_PAD readable bytes behind them. */
static int check_range(
    struct checker *checker, const uint8_t *bytes, uint32_t from, uint32_t to)
{
	struct cursor cursor = {.at = bytes, .offset = from};
	int refused = 0;

	while (
	    cursor.offset < to && !(refused && checker->round == ROUND_VERDICT))
		refused |= step(checker, &cursor);
	checker->instructions += cursor.count;
	return refused;
}

/* Bundles [from, to) in one round; the text's last one is read from a padded
 * copy. */
static int check_bundles(
    struct checker *checker, uint32_t from, uint32_t to, enum round round)
{
	uint8_t last[BUNDLE + ZVM_DECODE_PAD] = {0};
	const uint8_t *code = checker->request->code;
	uint32_t final = checker->size / BUNDLE - 1, i;
	int refused;

	checker->round = round;
	checker->instructions = 0;
	if (from == to)
		return 0;
	if (to - 1 < final)
		return check_range(
		    checker, code + from * BUNDLE, from * BUNDLE, to * BUNDLE);
	refused = check_range(
	    checker, code + from * BUNDLE, from * BUNDLE, final * BUNDLE);
	for (i = 0; i < BUNDLE; i++)
		last[i] = code[final * BUNDLE + i];
	return check_range(checker, last, final * BUNDLE, checker->size) ||
	       refused;
}

static void clear_words(uint32_t *words, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		words[i] = 0;
}

/* Whether some direct branch goes where none may land. */
static int branch_misses(const struct checker *checker, uint32_t parts)
{
	uint32_t bundles = checker->size / BUNDLE, wrong = 0, part, i;

	for (part = 0; part < parts; part++) {
		const uint32_t *targets =
		    checker->starts + (size_t)(part + 1) * bundles;

		for (i = 0; i < bundles; i++)
			wrong |= targets[i] & ~checker->starts[i];
	}
	return wrong != 0;
}

static int request_is_sane(
    const struct zvm_val_request *request, uint32_t parts)
{
	if (!request || (!request->code && request->size))
		return 0;
	if (request->size > ZVM_IMAGE_END || request->base < ZVM_TEXT_BASE ||
	    request->base % BUNDLE ||
	    request->base > ZVM_IMAGE_END - request->size)
		return 0;
	if (!parts || parts > ZVM_VAL_PARTS_MAX)
		return 0;
	if (!request->scratch || (uintptr_t)request->scratch % 4 ||
	    request->scratch_size <
		zvm_val_parts_scratch_size(request->size, parts))
		return 0;
	return request->policy.isa_level == ZVM_VAL_ISA_BASELINE ||
	       request->policy.isa_level == ZVM_VAL_ISA_V2;
}

static void start_checker(struct checker *checker,
    const struct zvm_val_request *request, uint32_t part)
{
	checker->request = request;
	checker->size = (uint32_t)(request->size / BUNDLE * BUNDLE);
	checker->starts = request->scratch;
	checker->targets =
	    checker->starts + (size_t)(part + 1) * (checker->size / BUNDLE);
	checker->careful =
	    FORM_CAREFUL |
	    (request->policy.isa_level < ZVM_VAL_ISA_V2 ? FORM_V2 : 0);
}

void zvm_val_check_part(
    const struct zvm_val_request *request, struct zvm_val_part *part)
{
	struct checker checker = {0};
	uint64_t bundles;
	uint32_t from, to;

	part->state = ZVM_VAL_PART_UNCHECKED;
	part->instructions = 0;
	if (part->index >= part->count ||
	    !request_is_sane(request, part->count))
		return;
	start_checker(&checker, request, part->index);
	bundles = checker.size / BUNDLE;
	from = (uint32_t)(bundles * part->index / part->count);
	to = (uint32_t)(bundles * (part->index + 1) / part->count);
	clear_words(checker.starts + from, to - from);
	clear_words(checker.targets, (uint32_t)bundles);
	part->state = check_bundles(&checker, from, to, ROUND_VERDICT)
			  ? ZVM_VAL_PART_REFUSED
			  : ZVM_VAL_PART_ACCEPTED;
	part->instructions = checker.instructions;
}

/* The second round, over the whole text. Whatever it says, the first one has
 * refused. */
static void report(
    const struct zvm_val_request *request, struct zvm_val_summary *summary)
{
	struct checker checker = {.summary = summary};
	uint32_t bundles;

	start_checker(&checker, request, 0);
	bundles = checker.size / BUNDLE;
	clear_words(checker.starts, bundles);
	clear_words(checker.targets, bundles);
	check_bundles(&checker, 0, bundles, ROUND_REPORT);
	summary->instructions = checker.instructions;
	if (request->size != checker.size) {
		struct zvm_val_refusal tail = {
		    .address = request->base + checker.size,
		    .reason = ZVM_VAL_REASON_TEXT_SIZE};

		store_refusal(&checker, &tail);
	}
	if (branch_misses(&checker, 1))
		check_bundles(&checker, 0, bundles, ROUND_BRANCHES);
}

enum zvm_val_result zvm_val_join(const struct zvm_val_request *request,
    const struct zvm_val_part *parts, uint32_t count,
    struct zvm_val_summary *summary)
{
	struct zvm_val_summary local, *out = summary ? summary : &local;
	struct checker checker = {0};
	uint32_t refused, i;

	*out = (struct zvm_val_summary){0};
	if (!parts || !request_is_sane(request, count))
		return ZVM_VAL_BAD_REQUEST;
	refused = request->size % BUNDLE;
	for (i = 0; i < count; i++) {
		if (parts[i].index != i || parts[i].count != count ||
		    parts[i].state == ZVM_VAL_PART_UNCHECKED)
			return ZVM_VAL_BAD_REQUEST;
		refused |= parts[i].state != ZVM_VAL_PART_ACCEPTED;
		out->instructions += parts[i].instructions;
	}
	start_checker(&checker, request, 0);
	if (!refused && !branch_misses(&checker, count))
		return ZVM_VAL_OK;
	report(request, out);
	return ZVM_VAL_REFUSED;
}

enum zvm_val_result zvm_validate(
    const struct zvm_val_request *request, struct zvm_val_summary *summary)
{
	struct zvm_val_part part = {.index = 0, .count = 1};

	zvm_val_check_part(request, &part);
	return zvm_val_join(request, &part, 1, summary);
}
