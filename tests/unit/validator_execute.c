/* SPDX-License-Identifier: Apache-2.0
 *
 * The processor as oracle: random bundles that the validator accepts are
 * executed, one instruction at a time, with random registers whose upper
 * halves are dirty. After every step: rip is at an instruction that was
 * decoded, rsp is below 4 GiB, faults are at addresses the rules can reach,
 * segments and the guarded flags are as before, nothing is undefined.
 *
 *   validator_execute [INSTRUCTIONS [SEED]]     default: 300000, seed 1
 *
 * All of it happens in the signal handler: it judges the last step and returns
 * into the next. Addresses up to 8 GiB are the guest's as in the runtime; the
 * dirty halves lead to nothing that is mapped, so a stray access faults.
 */
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "tap.h"
#include "validate.c"

#define TEXT      ZVM_TEXT_BASE
#define GUARDED   0x247400u /* DF, IOPL, NT, AC, ID */
#define TRAP_FLAG 0x100u
#define FOUR_GIB  0x100000000ull
#define STEPS_MAX 12

static const struct window {
	uint32_t start, size;
} windows[] = {{0x00040000, 0x10000}, {0x10000000, 0x100000},
    {0x7fff0000, 0x20000}, {0xffef0000, 0x100000}};

static uint8_t *writable_text; /* the page at TEXT, seen from above 8 GiB */
static uint8_t bundle[BUNDLE];
static uint32_t bitmaps[8], steps;
static uint64_t previous_ip, noise = 1, executed, wanted = 300000;
static uint64_t bundles, faults, escapes, gs_marker, fs_self;
static uint8_t handler_stack[65536];

static uint64_t noisy(void)
{
	noise ^= noise << 13;
	noise ^= noise >> 7;
	noise ^= noise << 17;
	return noise * 0x2545f4914f6cdd1dull >> 16;
}

/* Mostly an address that the guest may use, sometimes an awkward one. */
static uint32_t noisy_address(void)
{
	static const uint32_t awkward[] = {0, 1, 7, 8, 0xffff, 0x10000, 0x1ffe0,
	    TEXT, 0x7fffffff, 0x80000000, 0xfffefff8, 0xffff0000, 0xfffffff0,
	    0xfffffff8, 0xffffffff};
	const struct window *window = &windows[noisy() % 4];

	switch (noisy() % 8) {
	case 0:
		return (uint32_t)noisy();
	case 1:
		return awkward[noisy() % (sizeof(awkward) / 4)];
	default:
		return window->start +
		       (uint32_t)(noisy() % window->size & ~(noisy() & 15));
	}
}

/* Small enough that base + 8 * index stays canonical: a wide access must not
 * hide among the #GP of unaligned vectors. */
static uint64_t noisy_register(void)
{
	uint64_t high = noisy() % 4 ? noisy() % 0x700 + 0x80 : 0;

	return high << 32 | noisy_address();
}

/* Something that resembles an instruction. */
static void noisy_instruction(uint8_t *out)
{
	static const uint8_t edges[] = {0, 0xff, 0x7f, 0x80};
	unsigned at = 0, i;

	if (noisy() % 16 == 0) { /* a locked group, or nearly one */
		uint8_t low = noisy() % 8;
		uint8_t group[] = {0x41, 0x83, (uint8_t)(0xe0 | low), 0xe0,
		    0x41, 0xff, (uint8_t)((noisy() & 1 ? 0xd0 : 0xe0) | low)};
		int ret = noisy() & 1;

		memcpy(out,
		    ret ? (const uint8_t
				  *)"\x48\x81\x24\x24\xe0\xff\xff\x7f\xc3"
			: group,
		    ret ? 9 : 7);
		return;
	}
	if (noisy() % 8 < 5)
		out[at++] = 0x67;
	if (noisy() % 4 == 0)
		out[at++] = 0x66;
	if (noisy() % 5 == 0)
		out[at++] = 0xf2 + (noisy() & 1);
	if (noisy() & 1)
		out[at++] = 0x40 + noisy() % 16;
	i = noisy() % 8;
	if (i > 3)
		out[at++] = 0x0f;
	if (i > 5)
		out[at++] = i == 6 ? 0x38 : 0x3a;
	for (; at < 16; at++)
		out[at] = noisy() % 3 ? (uint8_t)noisy() : edges[noisy() % 4];
	if (noisy() % 8 == 0) /* more of rsp */
		out[1 + noisy() % 5] = 0x24;
}

static int accepted(void)
{
	struct zvm_val_request request = {.code = bundle,
	    .size = BUNDLE,
	    .base = TEXT,
	    .policy = {ZVM_VAL_ISA_V2, 0},
	    .scratch = bitmaps,
	    .scratch_size = sizeof(bitmaps)};

	return zvm_validate(&request, NULL) == ZVM_VAL_OK;
}

/* Fills the bundle with instructions, each accepted behind those before. */
static void make_bundle(void)
{
	uint8_t bytes[32];
	struct zvm_insn insn;
	unsigned used = 0, tries, length;

	memset(bundle, 0xf4, BUNDLE);
	for (tries = 0; tries < 4000 && used < BUNDLE - 2; tries++) {
		uint8_t before[BUNDLE];

		noisy_instruction(bytes);
		zvm_decode(bytes, &insn);
		length = insn.length;
		if (insn.form->special == RET ||
		    insn.form->special == BRANCH_REG || insn.form->reason)
			continue;
		if (!memcmp(bytes, "\x48\x81\x24\x24\xe0\xff\xff\x7f\xc3", 9))
			length = 9;
		if (bytes[0] == 0x41 && bytes[1] == 0x83 && bytes[3] == 0xe0 &&
		    bytes[4] == 0x41 && bytes[5] == 0xff)
			length = 7;
		if (used + length > BUNDLE)
			continue;
		memcpy(before, bundle, BUNDLE);
		memcpy(bundle + used, bytes, length);
		if (!accepted()) {
			memcpy(bundle, before, BUNDLE);
			continue;
		}
		used += length;
		if (noisy() % 4 == 0)
			break;
	}
	accepted(); /* bitmaps of the final form */
	bundles++;
	memcpy(writable_text, bundle, BUNDLE);
}

static void start_bundle(ucontext_t *state)
{
	greg_t *regs = state->uc_mcontext.gregs;
	uint8_t *fpu = (uint8_t *)state->uc_mcontext.fpregs;
	uint16_t control = (uint16_t)(noisy() & 0x0f3f);
	uint32_t mxcsr = (uint32_t)(noisy() & 0xffc0), i;

	make_bundle();
	for (i = REG_R8; i <= REG_RCX; i++)
		regs[i] = (greg_t)noisy_register();
	regs[REG_RSP] = (greg_t)noisy_address();
	regs[REG_RIP] = TEXT;
	regs[REG_EFL] = 0x202 | TRAP_FLAG | (noisy() & 0x8d5);
	if (noisy() & 1) {
		control |= 0x3f;
		mxcsr |= 0x1f80;
	}
	memcpy(fpu, &control, 2);
	memcpy(fpu + 24, &mxcsr, 4);
	for (i = 160; i < 416; i++)
		fpu[i] = (uint8_t)noisy();
	previous_ip = TEXT;
	steps = 0;
}

static void escape(
    const char *what, const siginfo_t *info, const ucontext_t *state)
{
	const greg_t *regs = state->uc_mcontext.gregs;
	unsigned i;

	if (++escapes > 10)
		exit(tap_done());
	tap_ok(0, "%s", what);
	printf("# signal %d code %d address %p rip %#llx rsp %#llx flags "
	       "%#llx previous rip %#llx\n# bundle:",
	    info->si_signo, info->si_code, info->si_addr,
	    (unsigned long long)regs[REG_RIP],
	    (unsigned long long)regs[REG_RSP],
	    (unsigned long long)regs[REG_EFL], (unsigned long long)previous_ip);
	for (i = 0; i < BUNDLE; i++)
		printf(" %02x", bundle[i]);
	putchar('\n');
}

/* Where a fault of accepted code may be. */
static int fault_is_inside(uint64_t address, uint64_t ip, uint64_t sp)
{
	if (address < FOUR_GIB + 64)
		return 1;
	/* push at the bottom, disp8(%rsp) with a small rsp */
	if (address >= -0x80ull && sp < 0x80)
		return 1;
	/* disp32(%rsp) */
	return address < FOUR_GIB + 0x80000040ull &&
	       !(ip - TEXT < BUNDLE && bundle[ip - TEXT] == 0x67);
}

static void judge(const siginfo_t *info, const ucontext_t *state)
{
	const greg_t *regs = state->uc_mcontext.gregs;
	uint64_t ip = (uint64_t)regs[REG_RIP], at = ip - TEXT, gs, fs;

	__asm__ volatile("movq %%gs:0, %0" : "=r"(gs));
	__asm__ volatile("movq %%fs:0, %0" : "=r"(fs));
	if (gs != gs_marker || fs != fs_self)
		escape("segment bases stay", info, state);
	if ((uint64_t)regs[REG_CSGSFS] >> 16 & 0xffffffff)
		escape("segment selectors stay", info, state);
	/* 4 GiB itself would take a pop from the last page: unmapped. */
	if ((uint64_t)regs[REG_RSP] >= FOUR_GIB)
		escape("rsp stays below 4 GiB", info, state);
	if ((uint64_t)regs[REG_EFL] & GUARDED)
		escape("guarded flags stay", info, state);
	if (ip >= FOUR_GIB)
		escape("rip stays below 4 GiB", info, state);
	/* A locked group's second half is no start, but follows its first. */
	if (at < BUNDLE && !(bitmaps[0] >> at & 1) && ip - previous_ip != 0 &&
	    ip - previous_ip != 3 && ip - previous_ip != 4 &&
	    ip - previous_ip != 8)
		escape("rip is at a decoded instruction", info, state);
	if (info->si_signo == SIGBUS)
		escape("no bus error", info, state);
	if (info->si_signo == SIGILL &&
	    (at >= BUNDLE - 1 || bundle[at] != 0x0f || bundle[at + 1] != 0x0b))
		escape("nothing undefined is accepted", info, state);
	if (info->si_signo == SIGSEGV && info->si_code > 0 &&
	    info->si_code != SI_KERNEL &&
	    !fault_is_inside(
		(uintptr_t)info->si_addr, ip, (uint64_t)regs[REG_RSP]))
		escape("accesses stay in the guest", info, state);
}

static void on_signal(int number, siginfo_t *info, void *context)
{
	ucontext_t *state = context;
	uint64_t ip = (uint64_t)state->uc_mcontext.gregs[REG_RIP];
	static int started;

	if (started)
		judge(info, state);
	executed += started;
	faults += started && number != SIGTRAP;
	started = 1;
	if (executed >= wanted) {
		tap_ok(!escapes,
		    "%llu instructions in %llu bundles stay "
		    "inside, %llu of them fault",
		    (unsigned long long)executed, (unsigned long long)bundles,
		    (unsigned long long)faults);
		exit(tap_done());
	}
	if (number == SIGTRAP && ip - TEXT < BUNDLE && ++steps < STEPS_MAX)
		previous_ip = ip;
	else
		start_bundle(state);
}

static void map_guest(void)
{
	const uint64_t end = ZVM_RESERVE_END - ZVM_GUEST_START;
	int fd = memfd_create("text", 0);
	unsigned i;

	if (fd < 0 || ftruncate(fd, 4096) ||
	    mmap((void *)(uintptr_t)ZVM_GUEST_START, end, PROT_NONE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
		    MAP_FIXED_NOREPLACE,
		-1, 0) == MAP_FAILED ||
	    mmap((void *)(uintptr_t)TEXT, 4096, PROT_READ | PROT_EXEC,
		MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED) {
		perror("# mmap");
		exit(1);
	}
	writable_text =
	    mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	memset(writable_text, 0xf4, 4096);
	for (i = 0; i < sizeof(windows) / sizeof(windows[0]); i++)
		if (mprotect((void *)(uintptr_t)windows[i].start,
			windows[i].size, PROT_READ | PROT_WRITE))
			exit(1);
}

int main(int argc, char **argv)
{
	static const int signals[] = {SIGTRAP, SIGSEGV, SIGBUS, SIGILL, SIGFPE};
	stack_t stack = {
	    .ss_sp = handler_stack, .ss_size = sizeof(handler_stack)};
	struct sigaction action = {
	    .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	unsigned i;

	if (argc > 1)
		wanted = strtoull(argv[1], NULL, 0);
	if (argc > 2)
		noise = strtoull(argv[2], NULL, 0) * 2 + 1;
	map_guest();
	gs_marker = (uintptr_t)&gs_marker;
	syscall(SYS_arch_prctl, ARCH_SET_GS, &gs_marker);
	__asm__ volatile("movq %%fs:0, %0" : "=r"(fs_self));
	sigaltstack(&stack, NULL);
	sigfillset(&action.sa_mask);
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
	__asm__ volatile("ud2");
	return 1;
}
