/* SPDX-License-Identifier: Apache-2.0
 *
 * Valid code with flipped bits, spliced bundles and retargeted branches, and
 * cut off at every byte. What the validator still accepts is single-stepped
 * from the place of the change, with random registers, in a traced child: rip
 * must never be anywhere but at an instruction start. Where these are is
 * Zydis's word, decoding from the first byte.
 *
 *   validator_mutate [CASES [SEED [PROGRAM]]]
 *
 * Default: 20000 cases, seed 1, a small text that stands below. PROGRAM is a
 * program file, whose text is taken instead.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <Zydis/Zydis.h>

#include "tap.h"
#include "zvm_abi.h"
#include "zvm_elf.h"
#include "zvm_validator.h"

#define TEXT      ZVM_TEXT_BASE
#define BUNDLE    ZVM_BUNDLE_SIZE
#define FOUR_GIB  0x100000000ull
#define STEPS_MAX 60

/* A loop, calls, both kinds of return, an indirect jump, gate calls. */
static const uint8_t small_text[] = {
    /* 0x00: mov $3,%ecx; loop: 67 mov %eax,(%ebx); dec %ecx; jne loop */
    0xb9, 3, 0, 0, 0, 0x67, 0x89, 0x03, 0xff, 0xc9, 0x75, 0xf9, 0x66, 0x0f,
    0x6f, 0xc1, 0x8b, 0x44, 0x24, 0x08, 0x83, 0xc4, 0x08, 0x0f, 0x1f, 0x40, 0,
    0xe8, 0, 0, 0, 0,
    /* 0x20: pushes; jmp over a nop; cmov; masked return */
    0x55, 0x53, 0xeb, 0x03, 0x0f, 0x1f, 0x00, 0x0f, 0x44, 0xc1, 0x5b, 0x5d,
    0x67, 0x0f, 0xb6, 0x04, 0x0a, 0x0f, 0x1f, 0x44, 0, 0, 0x90, 0x48, 0x81,
    0x24, 0x24, 0xe0, 0xff, 0xff, 0x7f, 0xc3,
    /* 0x40: jump through a register; return through r11 */
    0x83, 0xe0, 0xe0, 0xff, 0xe0, 0x90, 0x41, 0x5b, 0x41, 0x83, 0xe3, 0xe0,
    0x41, 0xff, 0xe3, 0x90, 0x0f, 0x84, 0xb4, 0xff, 0xff, 0xff, 0x67, 0xf3,
    0xa4, 0xf3, 0x90, 0x90, 0x90, 0x90, 0x66, 0x90,
    /* 0x60: rip-relative, long moves, x87, a call back, a gate call */
    0x8b, 0x05, 0x10, 0, 0, 0, 0x48, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8, 0xd9, 0xe8,
    0xdd, 0xd8, 0x0f, 0x0b, 0xe8, 0xa5, 0xff, 0xff, 0xff, 0xe8, 0x80, 0xff,
    0xfe, 0xff};

static struct {
	uint64_t cases, accepted, steps, faults, left, wrong, wrong_cuts;
} counts;
static uint8_t *text, *original; /* shared with the child; as it was */
static uint8_t *starts;          /* by byte: 1 start, 2 second half */
static size_t size;
static uint32_t *scratch;
static uint64_t noise = 1;
static ZydisDecoder decoder;
static pid_t child_id;

static uint64_t noisy(void)
{
	noise ^= noise << 13;
	noise ^= noise >> 7;
	noise ^= noise << 17;
	return noise * 0x2545f4914f6cdd1dull >> 16;
}

static int accepted(size_t length)
{
	struct zvm_val_request request = {.code = text,
	    .size = length,
	    .base = TEXT,
	    .policy = {ZVM_VAL_ISA_V2, 0},
	    .scratch = scratch,
	    .scratch_size = zvm_val_scratch_size(size)};

	return zvm_validate(&request, NULL) == ZVM_VAL_OK;
}

/* A return or an indirect branch is the second half of a group. */
static int is_second_half(const ZydisDecodedInstruction *insn)
{
	unsigned digit = insn->raw.modrm.reg;

	return insn->mnemonic == ZYDIS_MNEMONIC_RET ||
	       (insn->opcode == 0xff && (digit == 2 || digit == 4));
}

static void find_starts(void)
{
	ZydisDecodedInstruction insn;
	ZydisDecoderContext context;
	size_t at = 0;

	memset(starts, 0, size);
	while (at < size && ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(&decoder,
				&context, text + at, size - at, &insn))) {
		starts[at] = is_second_half(&insn) ? 2 : 1;
		at += insn.length;
	}
}

/* rip is where it may be, coming from `from`. */
static int place_is_good(uint64_t rip, uint64_t from)
{
	uint64_t at = rip - TEXT, first = from - TEXT;

	if (at >= size)
		return rip < FOUR_GIB && rip % BUNDLE == 0;
	if (starts[at] == 1)
		return 1;
	/* A second half follows its first at once, in the same bundle. */
	return starts[at] == 2 && first < at && at - first <= 8 &&
	       first / BUNDLE == at / BUNDLE;
}

static void random_registers(struct user_regs_struct *regs)
{
	unsigned long long *values[] = {&regs->rax, &regs->rbx, &regs->rcx,
	    &regs->rdx, &regs->rsi, &regs->rdi, &regs->rbp, &regs->r8,
	    &regs->r9, &regs->r10, &regs->r11, &regs->r12, &regs->r13,
	    &regs->r14, &regs->r15};
	unsigned i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		*values[i] = noisy() << 32;
		/* Data, code, anything. */
		switch (noisy() % 4) {
		case 0:
			*values[i] |= (uint32_t)noisy();
			break;
		case 1:
			*values[i] |= TEXT + noisy() % size;
			break;
		default:
			*values[i] |= 0x10000000 + noisy() % 0xff000;
		}
	}
	regs->rsp = 0xfff00000 + (noisy() & 0xfff8);
	regs->eflags = 0x202 | (noisy() & 0x8d5);
	regs->orig_rax = ~0ull;
}

static void complain(const char *what, uint64_t rip, uint64_t from)
{
	size_t bundle = (from - TEXT) / BUNDLE * BUNDLE, i;

	if (counts.wrong++ > 5)
		return;
	printf("# %s: rip %#llx after %#llx\n#", what, (unsigned long long)rip,
	    (unsigned long long)from);
	for (i = 0; bundle < size && i < BUNDLE; i++)
		printf(" %02x", text[bundle + i]);
	putchar('\n');
}

/* Steps from a bundle's start until something ends it. */
static void run(uint64_t start)
{
	struct user_regs_struct regs;
	uint64_t from = start;
	unsigned steps;
	int status;

	if (ptrace(PTRACE_GETREGS, child_id, 0, &regs))
		exit(2);
	random_registers(&regs);
	regs.rip = start;
	if (ptrace(PTRACE_SETREGS, child_id, 0, &regs))
		exit(2);
	for (steps = 0; steps < STEPS_MAX; steps++) {
		if (ptrace(PTRACE_SINGLESTEP, child_id, 0, 0) ||
		    waitpid(child_id, &status, 0) != child_id ||
		    !WIFSTOPPED(status)) {
			complain("the child ended", 0, from);
			exit(tap_done());
		}
		counts.steps++;
		ptrace(PTRACE_GETREGS, child_id, 0, &regs);
		if (WSTOPSIG(status) != SIGTRAP) {
			counts.faults++;
			/* It faults where it is, or where it went to. */
			if (regs.rip != from && !place_is_good(regs.rip, from))
				complain(
				    "fault in a bad place", regs.rip, from);
			return;
		}
		if (!place_is_good(regs.rip, from)) {
			complain("not at a start", regs.rip, from);
			return;
		}
		if (regs.rip - TEXT >= size) {
			counts.left++;
			return;
		}
		from = regs.rip;
	}
}

/* Near misses, then anywhere. */
static int32_t new_distance(int32_t distance)
{
	switch (noisy() % 3) {
	case 0:
		return distance + (int32_t)(noisy() % 17) - 8;
	case 1:
		return distance + ((int32_t)(noisy() % 9) - 4) * BUNDLE;
	default:
		return distance + (int32_t)(noisy() % size) - (int32_t)size / 2;
	}
}

static void retarget(size_t at)
{
	int32_t distance;

	for (; at + 6 < size; at++) {
		if (text[at] == 0xe8 || text[at] == 0xe9 ||
		    (text[at] == 0x0f && (text[at + 1] & 0xf0) == 0x80)) {
			at += 1 + (text[at] == 0x0f);
			memcpy(&distance, text + at, 4);
			distance = new_distance(distance);
			memcpy(text + at, &distance, 4);
			return;
		}
		if (text[at] == 0xeb || (text[at] & 0xf0) == 0x70) {
			text[at + 1] =
			    (uint8_t)new_distance((int8_t)text[at + 1]);
			return;
		}
	}
}

/* Changes something; returns the first bundle to run. */
static size_t mutate(void)
{
	size_t at = noisy() % size, from;

	switch (noisy() % 5) {
	case 0:
	case 1:
		text[at] ^= (uint8_t)(1 << noisy() % 8);
		break;
	case 2:
		text[at] = (uint8_t)noisy();
		break;
	case 3: /* bundles, or any 32 bytes */
		from = noisy() % (size - BUNDLE + 1);
		if (noisy() & 1) {
			from = from / BUNDLE * BUNDLE;
			at = at / BUNDLE * BUNDLE;
		}
		if (at > size - BUNDLE)
			at = size - BUNDLE;
		memmove(text + at, original + from, BUNDLE);
		break;
	default:
		retarget(at);
	}
	return at / BUNDLE;
}

static void mutated_case(void)
{
	unsigned changes = 1 + noisy() % 2;
	size_t bundle = 0;

	memcpy(text, original, size);
	while (changes--)
		bundle = mutate();
	counts.cases++;
	if (!accepted(size))
		return;
	counts.accepted++;
	find_starts();
	run(TEXT + bundle * BUNDLE);
	if (bundle)
		run(TEXT + (bundle - 1) * BUNDLE);
	run(TEXT + noisy() % (size / BUNDLE) * BUNDLE);
}

/* Cut off after `length` bytes: refused unless whole bundles; with the rest
 * filled as the loader fills, it may be accepted, and then it is run. */
static void truncated_case(size_t length)
{
	size_t whole = (length + BUNDLE - 1) / BUNDLE * BUNDLE;

	memcpy(text, original, size);
	counts.wrong_cuts += length % BUNDLE && accepted(length);
	memset(text + length, 0xf4, size - length);
	if (!accepted(size))
		return;
	counts.accepted++;
	find_starts();
	run(TEXT + (whole ? whole - BUNDLE : 0));
	run(TEXT);
}

static _Noreturn void be_traced(int fd)
{
	const uint64_t end = ZVM_RESERVE_END - ZVM_GUEST_START;

	if (mmap((void *)(uintptr_t)ZVM_GUEST_START, end, PROT_NONE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
		    MAP_FIXED_NOREPLACE,
		-1, 0) == MAP_FAILED ||
	    mmap((void *)(uintptr_t)TEXT, size, PROT_READ | PROT_EXEC,
		MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED ||
	    mprotect((void *)0x10000000, 1 << 20, PROT_READ | PROT_WRITE) ||
	    mprotect((void *)0xffef0000, 1 << 20, PROT_READ | PROT_WRITE) ||
	    ptrace(PTRACE_TRACEME, 0, 0, 0))
		_exit(1);
	raise(SIGSTOP);
	_exit(0);
}

static void take_text(const char *path)
{
	struct zvm_elf_error error;
	struct zvm_elf_plan plan;
	size_t length = 0, room = 1 << 24;
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = malloc(room);

	if (file)
		length = fread(bytes, 1, room, file);
	if (!file || !zvm_elf_plan(bytes, length, &plan, &error)) {
		fprintf(stderr, "validator_mutate: error: %s: not a program\n",
		    path);
		exit(2);
	}
	fclose(file);
	original = bytes + plan.segments[0].file_offset;
	size = plan.segments[0].file_size;
}

int main(int argc, char **argv)
{
	uint64_t cases = argc > 1 ? strtoull(argv[1], NULL, 0) : 20000;
	size_t length, cut;
	int fd, status;

	original = (uint8_t *)small_text;
	size = sizeof(small_text);
	if (argc > 2)
		noise = strtoull(argv[2], NULL, 0) * 2 + 1;
	if (argc > 3)
		take_text(argv[3]);
	fd = memfd_create("text", 0);
	if (fd < 0 || ftruncate(fd, (off_t)size))
		return 2;
	text = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	scratch = malloc(zvm_val_scratch_size(size));
	starts = malloc(size);
	memcpy(text, original, size);
	ZydisDecoderInit(
	    &decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	tap_ok(accepted(size), "the text itself is accepted");
	child_id = fork();
	if (!child_id)
		be_traced(fd);
	if (child_id < 0 || waitpid(child_id, &status, 0) != child_id ||
	    !WIFSTOPPED(status)) {
		tap_ok(0, "a traced child");
		return tap_done();
	}
	find_starts();
	for (cut = 0; cut < size / BUNDLE; cut++)
		run(TEXT + cut * BUNDLE);
	tap_ok(counts.steps > size / BUNDLE, "as it is: %llu steps",
	    (unsigned long long)counts.steps);
	while (counts.cases < cases)
		mutated_case();
	tap_ok(counts.accepted > cases / 100 && counts.accepted < cases,
	    "%llu mutations, %llu still accepted", (unsigned long long)cases,
	    (unsigned long long)counts.accepted);
	/* Every byte of the first pages. */
	length = size < 8192 ? size : 8192;
	for (cut = 0; cut <= length; cut++)
		truncated_case(cut);
	tap_equal(counts.wrong_cuts, 0, "cut within a bundle, it is refused");
	tap_ok(!counts.wrong,
	    "in %llu steps, %llu faults and %llu ways out, rip was always at "
	    "an instruction's start",
	    (unsigned long long)counts.steps, (unsigned long long)counts.faults,
	    (unsigned long long)counts.left);
	kill(child_id, SIGKILL);
	return tap_done();
}
