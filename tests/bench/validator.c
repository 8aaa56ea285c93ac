/* SPDX-License-Identifier: Apache-2.0
 *
 * Throughput of the checking core over a program's text on one core and on
 * all that are usable, and of Zydis over the same bytes on one:
 *
 *   bench-validator PROGRAM [SECONDS]
 *
 * PROGRAM is a program file that is accepted. Zydis only decodes, each
 * instruction once, which is less work than validating. The best of all
 * passes counts: other load on the machine can only slow a pass down.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <Zydis/Zydis.h>

#include "zvm_elf.h"
#include "zvm_parallel.h"
#include "zvm_validator.h"

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
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

/* The best time of one check in this many parts; 0 when it is refused. */
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
	double seconds = argc > 2 ? atof(argv[2]) : 2.0, start, best, several;
	double zydis[2] = {1e9, 1e9}, megabytes;
	struct zvm_val_summary summary;
	struct zvm_elf_error error;
	struct zvm_elf_plan plan;
	ZydisDecoder decoder;
	const uint8_t *code;
	uint32_t parts;
	size_t size;
	int kind;

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
	best = best_pass(&request, 1, seconds, &summary);
	several = best_pass(&request, parts, seconds, &summary);
	if (best == 0 || several == 0) {
		fprintf(
		    stderr, "bench-validator: %s: error: refused\n", argv[1]);
		return 1;
	}
	ZydisDecoderInit(
	    &decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	for (kind = 0; kind < 2; kind++) {
		int pass;

		start = now();
		for (pass = 0; now() - start < seconds || pass < 3; pass++) {
			double begin = now(), took;

			if (!zydis_pass(&decoder, code, size, kind))
				return 1;
			took = now() - begin;
			zydis[kind] = took < zydis[kind] ? took : zydis[kind];
		}
	}
	printf("text            %.3f MB, %llu instructions, %.2f bytes each\n",
	    megabytes, (unsigned long long)summary.instructions,
	    (double)size / (double)summary.instructions);
	printf("validator       %.1f MB/s, %.1f ns an instruction\n",
	    megabytes / best, best * 1e9 / (double)summary.instructions);
	printf("%u threads       %.1f MB/s, %.1f ms for this text\n", parts,
	    megabytes / several, several * 1e3);
	printf("zydis minimal   %.1f MB/s\n", megabytes / zydis[0]);
	printf("zydis operands  %.1f MB/s\n", megabytes / zydis[1]);
	printf("ratio           %.1f over minimal, %.1f over operands\n",
	    zydis[0] / best, zydis[1] / best);
	return 0;
}
