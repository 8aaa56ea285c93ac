/* SPDX-License-Identifier: Apache-2.0
 *
 * Prints reports as text and as JSON. Disassembly is Zydis's: an opinion from
 * outside, never part of the verdict.
 */
#include <stdio.h>
#include <string.h>

#include <Zydis/Zydis.h>

#include "report.h"
#include "zvm_abi.h"

static void disassemble(const struct file_report *report,
    const struct zvm_val_refusal *refusal, char *text, size_t room)
{
	const struct zvm_elf_segment *segment = &report->plan.segments[0];
	uint32_t offset = refusal->address - segment->vaddr;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction insn;
	ZydisFormatter formatter;
	ZydisDecoder decoder;

	ZydisDecoderInit(
	    &decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	ZydisFormatterInit(&formatter, ZYDIS_FORMATTER_STYLE_ATT);
	if (!ZYAN_SUCCESS(
		ZydisDecoderDecodeFull(&decoder, report->text + offset,
		    segment->file_size - offset, &insn, operands)) ||
	    !ZYAN_SUCCESS(ZydisFormatterFormatInstruction(&formatter, &insn,
		operands, insn.operand_count_visible, text, room,
		refusal->address, NULL)))
		snprintf(text, room, "(not an instruction)");
}

static void hex_bytes(const struct zvm_val_refusal *refusal, char *text)
{
	unsigned i;

	*text = 0;
	for (i = 0; i < refusal->length; i++)
		text +=
		    sprintf(text, "%s%02x", i ? " " : "", refusal->bytes[i]);
}

static uint32_t file_offset(const struct file_report *report, uint32_t address)
{
	const struct zvm_elf_segment *text = &report->plan.segments[0];

	return address - text->vaddr + text->file_offset;
}

static const char *rule_of(const struct zvm_val_refusal *refusal)
{
	return zvm_val_rule_name(zvm_val_reason_rule(refusal->reason));
}

static void text_refusals(const struct file_report *report)
{
	unsigned long long hidden = report->summary.refusals - report->stored;
	const char *separator = "  refusals by rule: ";
	uint32_t rule;
	size_t i;

	printf("%s: refused\n", report->path);
	for (i = 0; i < report->stored; i++) {
		const struct zvm_val_refusal *refusal = &report->refusals[i];
		char bytes[ZVM_VAL_BYTES_MAX * 3 + 1], insn[128];

		hex_bytes(refusal, bytes);
		disassemble(report, refusal, insn, sizeof(insn));
		printf("  0x%08x (file 0x%06x): %-24s  %s\n      %s: %s\n",
		    refusal->address, file_offset(report, refusal->address),
		    bytes, insn, rule_of(refusal),
		    zvm_val_reason_text(refusal->reason));
		if (refusal->target)
			printf("      its target is 0x%08x\n", refusal->target);
	}
	if (hidden)
		printf("  and %llu more (--max=0 shows all)\n", hidden);
	for (rule = 0; rule < ZVM_VAL_RULE_COUNT; rule++) {
		if (!report->summary.per_rule[rule])
			continue;
		printf("%s%s %llu", separator, zvm_val_rule_name(rule),
		    (unsigned long long)report->summary.per_rule[rule]);
		separator = ", ";
	}
	putchar('\n');
}

static void text_stats(const struct file_report *report)
{
	const struct zvm_elf_plan *plan = &report->plan;
	double megabytes = plan->segments[0].file_size / 1e6;

	printf("  text %u bytes, %u bundles, %llu instructions, "
	       "%u segments, entry 0x%08x\n"
	       "  ISA level x86-64%s, %s returns\n"
	       "  checked in %.3f ms, %.0f MB/s, %u %s\n",
	    plan->segments[0].file_size,
	    plan->segments[0].file_size / ZVM_BUNDLE_SIZE,
	    (unsigned long long)report->summary.instructions,
	    plan->segment_count, plan->entry,
	    plan->isa_level == ZVM_VAL_ISA_V2 ? "-v2" : "",
	    plan->return_form == ZVM_RETURN_REGISTER ? "register" : "masked",
	    report->seconds * 1e3,
	    report->seconds > 0 ? megabytes / report->seconds : 0,
	    report->threads, report->threads == 1 ? "thread" : "threads");
}

void report_text(const struct file_report *report, int stats)
{
	const struct zvm_elf_error *error = &report->error;

	if (report->verdict == VERDICT_UNREADABLE) {
		fprintf(stderr, "zvm-validate: %s: error: %s\n", report->path,
		    report->io_error);
		return;
	}
	if (error->code) {
		printf("%s: refused\n  byte 0x%llx: elf: %s\n", report->path,
		    (unsigned long long)error->offset, error->text);
		if (*error->hint)
			printf("  hint: %s\n", error->hint);
		return;
	}
	if (report->verdict == VERDICT_ACCEPTED)
		printf("%s: ok\n", report->path);
	else
		text_refusals(report);
	if (stats)
		text_stats(report);
}

/* A JSON string. Paths are bytes, JSON is UTF-8: bytes outside ASCII are
 * written as the code point of the same number. */
static void json_string(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte == '"' || byte == '\\')
			printf("\\%c", byte);
		else if (byte < 0x20 || byte >= 0x7f)
			printf("\\u%04x", byte);
		else
			putchar(byte);
	}
	putchar('"');
}

static void json_refusals(const struct file_report *report)
{
	uint32_t rule;
	size_t i;
	int first = 1;

	printf(", \"refused\": %llu, \"by_rule\": {",
	    (unsigned long long)report->summary.refusals);
	for (rule = 0; rule < ZVM_VAL_RULE_COUNT; rule++) {
		if (!report->summary.per_rule[rule])
			continue;
		printf("%s\"%s\": %llu", first ? "" : ", ",
		    zvm_val_rule_name(rule),
		    (unsigned long long)report->summary.per_rule[rule]);
		first = 0;
	}
	printf("}, \"refusals\": [");
	for (i = 0; i < report->stored; i++) {
		const struct zvm_val_refusal *refusal = &report->refusals[i];
		char bytes[ZVM_VAL_BYTES_MAX * 3 + 1], insn[128];

		hex_bytes(refusal, bytes);
		disassemble(report, refusal, insn, sizeof(insn));
		printf("%s\n    {\"address\": %u, \"offset\": %u, "
		       "\"bytes\": \"%s\", \"instruction\": ",
		    i ? "," : "", refusal->address,
		    file_offset(report, refusal->address), bytes);
		json_string(insn);
		printf(", \"rule\": \"%s\", \"reason\": ", rule_of(refusal));
		json_string(zvm_val_reason_text(refusal->reason));
		if (refusal->target)
			printf(", \"target\": %u", refusal->target);
		putchar('}');
	}
	putchar(']');
}

void report_json(const struct file_report *report, int stats, int first)
{
	static const char *const verdicts[] = {
	    "accepted", "refused", "unreadable"};
	const struct zvm_elf_error *error = &report->error;

	printf("%s\n  {\"file\": ", first ? "" : ",");
	json_string(report->path);
	printf(", \"verdict\": \"%s\"", verdicts[report->verdict]);
	if (report->verdict == VERDICT_UNREADABLE) {
		printf(", \"error\": ");
		json_string(report->io_error);
	} else if (error->code) {
		printf(", \"elf\": {\"offset\": %llu, \"reason\": ",
		    (unsigned long long)error->offset);
		json_string(error->text);
		printf(", \"hint\": ");
		json_string(error->hint);
		putchar('}');
	} else {
		if (report->verdict == VERDICT_REFUSED)
			json_refusals(report);
		if (stats)
			printf(", \"text_bytes\": %u, \"instructions\": %llu, "
			       "\"isa_level\": %u, \"return_form\": %u, "
			       "\"threads\": %u, \"seconds\": %.6f",
			    report->plan.segments[0].file_size,
			    (unsigned long long)report->summary.instructions,
			    report->plan.isa_level, report->plan.return_form,
			    report->threads, report->seconds);
	}
	putchar('}');
}
