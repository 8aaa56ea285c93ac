/* SPDX-License-Identifier: Apache-2.0
 *
 * Throughput of the checking core over a program's text on one core and on
 * all that are usable, and of Zydis over the same bytes on one:
 *
 *   bench-validator PROGRAM [SECONDS]
 *
 * PROGRAM is a program file that is accepted. Zydis only decodes, each
 * instruction once, which is less work than validating. One core: rounds of one
 * pass each, by processor time, since other load stretches any pass of a large
 * text; the median and the best round are shown. Threads: the shortest pass by
 * the clock.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <Zydis/Zydis.h>

#include "zvm_elf.h"
#include "zvm_parallel.h"
#include "zvm_validator.h"

enum { VALIDATOR, ZYDIS_MINIMAL, ZYDIS_OPERANDS, CHECKERS };

#define ROUNDS_MAX 1000

static double times[CHECKERS][ROUNDS_MAX];

static double read_clock(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double now(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

static double worked(void)
{
	return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

static int ascending(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static uint8_t *read_whole(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes;
	long end;

	if (!file || fseek(file, 0, SEEK_END) || (end = ftell(file)) < 0) {
		fprintf(
		    stderr, "bench-validator: %s: error: can't read\n", path);
		exit(2);
	}
	rewind(file);
	bytes = malloc((size_t)end + 1);
	if (!bytes || fread(bytes, 1, (size_t)end, file) != (size_t)end)
		exit(2);
	fclose(file);
	*size = (size_t)end;
	return bytes;
}

/* Decodes all; what Zydis can't decode counts as one byte. */
static uint64_t zydis_pass(
    const ZydisDecoder *decoder, const uint8_t *code, size_t size, int operands)
{
	ZydisDecodedInstruction insn;
	ZydisDecodedOperand list[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecoderContext context;
	uint64_t count = 0;
	size_t at = 0;

	while (at < size) {
		ZyanStatus status =
		    operands ? ZydisDecoderDecodeFull(
				   decoder, code + at, size - at, &insn, list)
			     : ZydisDecoderDecodeInstruction(decoder, &context,
				   code + at, size - at, &insn);

		at += ZYAN_SUCCESS(status) ? insn.length : 1;
		count++;
	}
	return count;
}

/* The shortest time of one check in this many parts; 0 when it is refused. */
static double best_pass(const struct zvm_val_request *request, uint32_t parts,
    double seconds, struct zvm_val_summary *summary)
{
	double start = now(), best = 1e9;
	unsigned passes;

	for (passes = 0; now() - start < seconds || passes < 3; passes++) {
		double begin = now(), took;

		if (zvm_parallel_validate(request, parts, summary) !=
		    ZVM_VAL_OK)
			return 0;
		took = now() - begin;
		best = took < best ? took : best;
	}
	return best;
}

int main(int argc, char **argv)
{
	static const char *const names[CHECKERS] = {
	    "validator", "zydis minimal", "zydis operands"};
	double seconds = argc > 2 ? atof(argv[2]) : 2.0, start, several;
	double megabytes, *time;
	struct zvm_val_summary summary;
	struct zvm_elf_error error;
	struct zvm_elf_plan plan;
	ZydisDecoder decoder;
	const uint8_t *code;
	uint32_t parts;
	size_t size;
	unsigned rounds = 0, kind;

	if (argc < 2) {
		fprintf(stderr, "usage: bench-validator PROGRAM [SECONDS]\n");
		return 2;
	}
	code = read_whole(argv[1], &size);
	if (!zvm_elf_plan(code, size, &plan, &error)) {
		fprintf(stderr, "bench-validator: %s: error: %s\n", argv[1],
		    error.text);
		return 2;
	}
	code += plan.segments[0].file_offset;
	size = plan.segments[0].file_size;
	megabytes = (double)size / 1e6;

	parts = zvm_parallel_parts(size);

	struct zvm_val_request request = {
	    .code = code,
	    .size = size,
	    .base = plan.segments[0].vaddr,
	    .policy = {plan.isa_level, 0},
	    .scratch_size = zvm_val_parts_scratch_size(size, parts),
	};

	request.scratch = malloc(request.scratch_size);
	several = best_pass(&request, parts, seconds, &summary);
	if (several == 0) {
		fprintf(
		    stderr, "bench-validator: %s: error: refused\n", argv[1]);
		return 1;
	}
	ZydisDecoderInit(
	    &decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	start = worked();
	while (rounds < 3 ||
	       (rounds < ROUNDS_MAX && worked() - start < 4 * seconds)) {
		for (kind = 0; kind < CHECKERS; kind++) {
			double begin = worked();

			if (kind == VALIDATOR)
				zvm_validate(&request, &summary);
			else if (!zydis_pass(&decoder, code, size,
				     kind == ZYDIS_OPERANDS))
				return 1;
			times[kind][rounds] = worked() - begin;
		}
		rounds++;
	}
	printf("text            %.3f MB, %llu instructions, %.2f bytes each; "
	       "%u rounds\n",
	    megabytes, (unsigned long long)summary.instructions,
	    (double)size / (double)summary.instructions, rounds);
	for (kind = 0; kind < CHECKERS; kind++) {
		time = times[kind];
		qsort(time, rounds, sizeof(*time), ascending);
		printf("%-15s %.1f MB/s, best %.1f, %.1f ns an instruction\n",
		    names[kind], megabytes / time[rounds / 2],
		    megabytes / time[0],
		    time[rounds / 2] * 1e9 / (double)summary.instructions);
	}
	printf("ratio           %.1f over minimal, %.1f over operands\n",
	    times[ZYDIS_MINIMAL][rounds / 2] / times[VALIDATOR][rounds / 2],
	    times[ZYDIS_OPERANDS][rounds / 2] / times[VALIDATOR][rounds / 2]);
	printf("%u threads       %.1f MB/s, %.1f ms by the clock\n", parts,
	    megabytes / several, several * 1e3);
	return 0;
}
