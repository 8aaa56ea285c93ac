/* SPDX-License-Identifier: Apache-2.0
 *
 * The processor as oracle: random bundles that the validator accepts are
 * executed, one instruction at a time, with random registers whose upper
 * halves are dirty. After every step: rip is at an instruction that was
 * decoded, or at a locked group's second half right behind its first; rsp is
 * below 4 GiB; segments and the guarded flags are as before; a fault is at an
 * address that the rules can reach, or its cause is one that they allow.
 *
 *   validator_execute [INSTRUCTIONS [SEED]]     default: 300000, seed 1
 *
 * Forked children do it, each a share: the signal handler judges the last
 * step and returns into the next. Addresses up to 8 GiB are the guest's as in
 * the runtime. Above them lie canary pages that the parent compares after each
 * child; what else the dirty halves lead to is not mapped, so a stray access
 * faults and is seen.
 */
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include <Zydis/Zydis.h>

#include "tap.h"
#include "validate.c"

#define TEXT      ZVM_TEXT_BASE
#define GUARDED   0x247400u /* DF, IOPL, NT, AC, ID */
#define TRAP_FLAG 0x100u
#define FOUR_GIB  0x100000000ull
#define STEPS_MAX 12
#define CHILDREN  8
#define CANARY    0x5a

/* Written to by nobody: next to the guard, and where a base register's dirty
 * half leads when its lower half is in the guest's second window. */
static const struct {
	uint64_t start;
	size_t size;
} canaries[] = {{ZVM_RESERVE_END, 1 << 20}, {0x8010000000ull, 1 << 20},
    {0x10010000000ull, 1 << 20}, {0x37710000000ull, 1 << 20}};

static const struct window {
	uint32_t start, size;
} windows[] = {{0x00040000, 0x10000}, {0x10000000, 0x100000},
    {0x7fff0000, 0x20000}, {0xffef0000, 0x100000}};

static uint8_t *writable_text; /* the page at TEXT, seen from above 8 GiB */
static uint8_t bundle[BUNDLE];
static uint32_t bitmaps[8], steps;
static uint64_t previous_ip, noise = 1, executed, wanted = 300000;
static uint64_t bundles, faults, protection_faults, escapes;
static uint64_t gs_marker, fs_self;
static uint32_t protection_keys, state_mask;
static ZydisDecoder decoder;
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

	printf("# escape: %s\n"
	       "# signal %d code %d address %p rip %#llx rsp %#llx flags "
	       "%#llx previous rip %#llx\n# bundle:",
	    what, info->si_signo, info->si_code, info->si_addr,
	    (unsigned long long)regs[REG_RIP],
	    (unsigned long long)regs[REG_RSP],
	    (unsigned long long)regs[REG_EFL], (unsigned long long)previous_ip);
	for (i = 0; i < BUNDLE; i++)
		printf(" %02x", bundle[i]);
	putchar('\n');
	fflush(stdout);
	if (++escapes > 10)
		_exit(1);
}

static uint64_t register_value(ZydisRegister reg, const greg_t *regs)
{
	static const int order[] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP,
	    REG_RBP, REG_RSI, REG_RDI, REG_R8, REG_R9, REG_R10, REG_R11,
	    REG_R12, REG_R13, REG_R14, REG_R15};

	if (reg == ZYDIS_REGISTER_NONE)
		return 0;
	if (reg == ZYDIS_REGISTER_RIP)
		return (uint64_t)regs[REG_RIP];
	if (reg >= ZYDIS_REGISTER_EAX && reg <= ZYDIS_REGISTER_R15D)
		return (uint32_t)regs[order[reg - ZYDIS_REGISTER_EAX]];
	if (reg >= ZYDIS_REGISTER_RAX && reg <= ZYDIS_REGISTER_R15)
		return (uint64_t)regs[order[reg - ZYDIS_REGISTER_RAX]];
	return ~0ull;
}

/* Where the oracle says an operand is; what is behind 67 is cut off. */
static uint64_t operand_address(const ZydisDecodedInstruction *insn,
    const ZydisDecodedOperand *operand, const greg_t *regs)
{
	uint64_t address =
	    register_value(operand->mem.base, regs) +
	    register_value(operand->mem.index, regs) * operand->mem.scale +
	    (uint64_t)operand->mem.disp.value;

	if (operand->mem.base == ZYDIS_REGISTER_RIP)
		address += insn->length;
	return insn->address_width == 32 ? (uint32_t)address : address;
}

/* Whether the rules let this operand's address be what it is. */
static int address_is_allowed(const ZydisDecodedInstruction *insn,
    const ZydisDecodedOperand *operand, uint64_t address)
{
	if (address < FOUR_GIB)
		return 1;
	if (insn->address_width == 32 ||
	    operand->mem.base != ZYDIS_REGISTER_RSP ||
	    operand->mem.index != ZYDIS_REGISTER_NONE)
		return 0;
	/* Below rsp with a small rsp; or up to 2 GiB above it. */
	return address >= -0x80ull || address < FOUR_GIB + 0x80000000ull;
}

/* A general-protection fault has no address: its cause must be one that
 * accepted code can have. These are hlt, an aligned vector or cmpxchg16b
 * operand that is not aligned, and reserved bits for mxcsr. */
static int protection_fault_is_allowed(uint64_t ip, const greg_t *regs)
{
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction insn;
	unsigned i, unaligned = 0;

	protection_faults++;
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(
		&decoder, (void *)(uintptr_t)ip, 15, &insn, operands)))
		return 0;
	if (insn.mnemonic == ZYDIS_MNEMONIC_HLT)
		return 1;
	for (i = 0; i < insn.operand_count; i++) {
		uint64_t address;

		if (operands[i].type != ZYDIS_OPERAND_TYPE_MEMORY ||
		    operands[i].mem.type != ZYDIS_MEMOP_TYPE_MEM)
			continue;
		address = operand_address(&insn, &operands[i], regs);
		if (!address_is_allowed(&insn, &operands[i], address))
			return 0;
		unaligned |= operands[i].size == 128 && address % 16;
	}
	return unaligned || insn.mnemonic == ZYDIS_MNEMONIC_LDMXCSR;
}

static int page_fault_is_allowed(
    uint64_t address, uint64_t ip, const greg_t *regs)
{
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction insn;
	unsigned i;

	/* The last bytes of an operand may lie behind the 4 GiB. */
	if (address < FOUR_GIB + 16)
		return 1;
	if (!ZYAN_SUCCESS(ZydisDecoderDecodeFull(
		&decoder, (void *)(uintptr_t)ip, 15, &insn, operands)))
		return 0;
	for (i = 0; i < insn.operand_count; i++) {
		uint64_t start;

		if (operands[i].type != ZYDIS_OPERAND_TYPE_MEMORY)
			continue;
		start = operand_address(&insn, &operands[i], regs);
		/* push and call write below rsp. */
		if (operands[i].visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN &&
		    operands[i].mem.base == ZYDIS_REGISTER_RSP &&
		    address - (start - 8) < 16)
			return 1;
		if (address - start < 16 &&
		    address_is_allowed(&insn, &operands[i], start))
			return 1;
	}
	return 0;
}

/* rip inside the bundle: a decoded start, or a second half whose first half,
 * byte by byte, was executed just before. */
static int place_is_allowed(uint64_t at, int trapped)
{
	static const uint8_t returns[8] = {
	    0x48, 0x81, 0x24, 0x24, 0xe0, 0xff, 0xff, 0x7f};
	uint8_t low, mask[4];
	unsigned length;

	if (bitmaps[0] >> at & 1)
		return 1;
	/* It faults where it was a step before. */
	if (!trapped && previous_ip == TEXT + at)
		return 1;
	if (bundle[at] == 0xc3)
		return at >= 8 && previous_ip == TEXT + at - 8 &&
		       !memcmp(bundle + at - 8, returns, 8);
	length = bundle[at] == 0x41 ? 4 : 3;
	low = bundle[at + length - 3 + 1] & 7;
	memcpy(mask, (uint8_t[]){0x41, 0x83, (uint8_t)(0xe0 | low), 0xe0}, 4);
	return bundle[at + length - 3] == 0xff && at >= length &&
	       previous_ip == TEXT + at - length &&
	       !memcmp(bundle + at - length, mask + 4 - length, length);
}

/* State that no instruction may reach; slow to read, so once a bundle. */
static int state_is_untouched(void)
{
	uint32_t low, high;

	if (protection_keys != ~0u) {
		__asm__ volatile("rdpkru" : "=a"(low), "=d"(high) : "c"(0));
		if (low != protection_keys)
			return 0;
	}
	if (state_mask) {
		__asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
		if (low != state_mask)
			return 0;
	}
	return 1;
}

static void judge(const siginfo_t *info, const ucontext_t *state)
{
	const greg_t *regs = state->uc_mcontext.gregs;
	uint64_t ip = (uint64_t)regs[REG_RIP], at = ip - TEXT, gs, fs;
	int trapped = info->si_signo == SIGTRAP;

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
	if (at < BUNDLE ? !place_is_allowed(at, trapped) : ip % BUNDLE != 0)
		escape("rip is at a decoded instruction", info, state);
	if (info->si_signo == SIGBUS)
		escape("no bus error", info, state);
	if (info->si_signo == SIGILL &&
	    (at >= BUNDLE - 1 || bundle[at] != 0x0f || bundle[at + 1] != 0x0b))
		escape("nothing undefined is accepted", info, state);
	if (info->si_signo != SIGSEGV)
		return;
	if (info->si_code == SI_KERNEL) {
		if (!protection_fault_is_allowed(ip, regs))
			escape("a protection fault has an allowed cause", info,
			    state);
	} else if (!page_fault_is_allowed((uintptr_t)info->si_addr, ip, regs)) {
		escape("accesses stay in the guest", info, state);
	}
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
	if (number == SIGTRAP && ip - TEXT < BUNDLE && ++steps < STEPS_MAX) {
		previous_ip = ip;
		return;
	}
	if (!state_is_untouched())
		escape("PKRU and XCR0 stay", info, state);
	if (memcmp((void *)(uintptr_t)TEXT, bundle, BUNDLE) && bundles)
		escape("the text stays", info, state);
	if (executed >= wanted) {
		printf("# %llu instructions in %llu bundles, %llu faults, %llu "
		       "of them without an address\n",
		    (unsigned long long)executed, (unsigned long long)bundles,
		    (unsigned long long)faults,
		    (unsigned long long)protection_faults);
		fflush(stdout);
		_exit(escapes != 0);
	}
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

static void map_canaries(void)
{
	unsigned i;

	for (i = 0; i < sizeof(canaries) / sizeof(canaries[0]); i++) {
		void *at = (void *)(uintptr_t)canaries[i].start;

		if (mmap(at, canaries[i].size, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
			0) != at) {
			perror("# mmap");
			exit(1);
		}
		memset(at, CANARY, canaries[i].size);
	}
}

static int canaries_live(void)
{
	unsigned i;
	size_t at;

	for (i = 0; i < sizeof(canaries) / sizeof(canaries[0]); i++)
		for (at = 0; at < canaries[i].size; at++)
			if (((uint8_t *)(uintptr_t)canaries[i].start)[at] !=
			    CANARY)
				return 0;
	return 1;
}

/* Which registers of the processor's state this kernel lets us read. */
static void find_state(void)
{
	uint32_t eax = 1, ebx, ecx = 0, edx, leaf7;

	__asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
	if (ecx >> 27 & 1) /* OSXSAVE */
		__asm__ volatile("xgetbv"
				 : "=a"(state_mask), "=d"(edx)
				 : "c"(0));
	eax = 7;
	leaf7 = 0;
	__asm__ volatile("cpuid"
			 : "+a"(eax), "=b"(ebx), "+c"(leaf7), "=d"(edx));
	protection_keys = ~0u;
	if (leaf7 >> 4 & 1) /* OSPKE */
		__asm__ volatile("rdpkru"
				 : "=a"(protection_keys), "=d"(edx)
				 : "c"(0));
}

static _Noreturn void child(void)
{
	static const int signals[] = {SIGTRAP, SIGSEGV, SIGBUS, SIGILL, SIGFPE};
	stack_t stack = {
	    .ss_sp = handler_stack, .ss_size = sizeof(handler_stack)};
	struct sigaction action = {
	    .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	unsigned i;

	map_guest();
	gs_marker = (uintptr_t)&gs_marker;
	syscall(SYS_arch_prctl, ARCH_SET_GS, &gs_marker);
	__asm__ volatile("movq %%fs:0, %0" : "=r"(fs_self));
	sigaltstack(&stack, NULL);
	sigfillset(&action.sa_mask);
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
	__asm__ volatile("ud2");
	_exit(3);
}

int main(int argc, char **argv)
{
	uint64_t seed = 1;
	unsigned i;

	if (argc > 1)
		wanted = strtoull(argv[1], NULL, 0);
	if (argc > 2)
		seed = strtoull(argv[2], NULL, 0);
	wanted = (wanted + CHILDREN - 1) / CHILDREN;
	ZydisDecoderInit(
	    &decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
	find_state();
	map_canaries();
	for (i = 0; i < CHILDREN; i++) {
		int status = 0;
		pid_t pid;

		fflush(stdout);
		noise = (seed * CHILDREN + i) * 2 + 1;
		pid = fork();
		if (!pid)
			child();
		tap_ok(pid > 0 && waitpid(pid, &status, 0) == pid && !status,
		    "child %u: %llu instructions stay inside", i,
		    (unsigned long long)wanted);
		if (status)
			printf("# status %#x\n", (unsigned)status);
		tap_ok(canaries_live(), "the canaries live");
	}
	return tap_done();
}
