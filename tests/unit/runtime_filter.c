/* SPDX-License-Identifier: Apache-2.0
 *
 * The seccomp program, run by a small interpreter over every number, both
 * sides of 8 GiB, other architectures, and the calls on memory over the edges
 * of each argument against a model. The list is written out here on
 * purpose: a change of filter.def has to change this file too.
 */
#include "tap.h"

#include <linux/audit.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>

#include "runtime/child.h"
#include "runtime/filter.h"

/* The program under test. */
static const struct sock_filter *filter;
static size_t filter_length;

static uint32_t run(const struct seccomp_data *data)
{
	uint32_t accumulator = 0, index = 0;

	for (size_t pc = 0; pc < filter_length; pc++) {
		const struct sock_filter *at = &filter[pc];

		switch (at->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			memcpy(&accumulator, (const char *)data + at->k, 4);
			break;
		case BPF_JMP | BPF_JEQ | BPF_K:
			pc += accumulator == at->k ? at->jt : at->jf;
			break;
		case BPF_JMP | BPF_JGE | BPF_K:
			pc += accumulator >= at->k ? at->jt : at->jf;
			break;
		case BPF_MISC | BPF_TAX:
			index = accumulator;
			break;
		case BPF_ALU | BPF_ADD | BPF_X:
			accumulator += index;
			break;
		case BPF_RET | BPF_K:
			return at->k;
		default:
			return 0xdead;
		}
	}
	return 0xbeef;
}

static uint32_t answer(uint32_t arch, uint64_t ip, int number)
{
	struct seccomp_data data = {
	    .nr = number, .arch = arch, .instruction_pointer = ip};

	return run(&data);
}

#define PAGE 4096ull
#define GIB  (1ull << 30)

static int in_guest(uint64_t address, uint64_t size)
{
	return address >= 0x10000 && address < 4 * GIB && size < 4 * GIB;
}

/* What may pass, in words of its own. */
static int may_pass(int number, const unsigned long long *argument)
{
	uint64_t address = argument[0], size = argument[1];

	if (!in_guest(address, size))
		return 0;
	switch (number) {
	case 9:
		return (argument[2] == 1 && argument[3] == 0x12) ||
		       (argument[2] == 0 && argument[3] == 0x4032);
	case 10:
		return argument[2] == 0 || argument[2] == 1 ||
		       argument[2] == 3 ||
		       (argument[2] == 5 && address < 2 * GIB &&
			   size < 2 * GIB && address + size <= 2 * GIB);
	default: /* an int: its upper half means nothing to the kernel */
		return (uint32_t)argument[2] == 4;
	}
}

static void check_arguments(int number, const char *name)
{
	static const uint64_t addresses[] = {0, 0xf000, 0x10000, 0x20000, GIB,
	    2 * GIB - PAGE, 2 * GIB, 4 * GIB - PAGE, 4 * GIB, 4 * GIB + 0x20000,
	    8 * GIB, 0x7f0000000000, ~0ull - 4095};
	static const uint64_t sizes[] = {0, 1, PAGE, GIB, GIB + PAGE,
	    2 * GIB - PAGE, 2 * GIB, 4 * GIB - PAGE, 4 * GIB, 4 * GIB + PAGE,
	    ~0ull};
	static const uint64_t thirds[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 14, 18,
	    0x01000001, 0x100000001, 0x100000004, 0x100000005, ~0ull};
	static const uint64_t fourths[] = {0, 1, 2, 0x10, 0x11, 0x12, 0x22,
	    0x32, 0x4032, 0x4033, 0x4022, 0x100012, 0x40032, 0x100000012,
	    0x100004032, ~0ull};
	unsigned checks = 0, passed = 0, wrong = 0;
	struct seccomp_data data = {.nr = number,
	    .arch = AUDIT_ARCH_X86_64,
	    .instruction_pointer = 0x7f0000001000};

	for (size_t a = 0; a < sizeof(addresses) / 8; a++)
		for (size_t s = 0; s < sizeof(sizes) / 8; s++)
			for (size_t t = 0; t < sizeof(thirds) / 8; t++)
				for (size_t f = 0; f < sizeof(fourths) / 8;
				     f++) {
					int pass;

					data.args[0] = addresses[a];
					data.args[1] = sizes[s];
					data.args[2] = thirds[t];
					data.args[3] = fourths[f];
					pass = run(&data) == SECCOMP_RET_ALLOW;
					checks++;
					passed += pass;
					wrong +=
					    pass != may_pass(number, data.args);
				}
	tap_ok(checks > 30000 && passed > 20 && passed < checks / 2,
	    "%s: %u combinations, %u of them pass", name, checks, passed);
	tap_equal(wrong, 0, "all agree with the model");
}

/* Without arguments: every number but those allowed kills. */
static void check_numbers(const int *allowed, int count, const char *name)
{
	const uint64_t high = 0x7f0000001000;
	unsigned wrong = 0, x32 = 0, low = 0, other = 0;

	for (int number = -2; number < 2000; number++) {
		uint32_t expected = SECCOMP_RET_KILL_PROCESS;

		for (int i = 0; i < count; i++)
			if (number == allowed[i])
				expected = SECCOMP_RET_ALLOW;
		wrong += answer(AUDIT_ARCH_X86_64, high, number) != expected;
		x32 += answer(AUDIT_ARCH_X86_64, high, number | 0x40000000) !=
		       SECCOMP_RET_KILL_PROCESS;
		low += answer(AUDIT_ARCH_X86_64, 0x1ffffffff, number) !=
		       SECCOMP_RET_KILL_PROCESS;
		low += answer(AUDIT_ARCH_X86_64, 0x20000, number) !=
		       SECCOMP_RET_KILL_PROCESS;
		other += answer(AUDIT_ARCH_I386, high, number) !=
			 SECCOMP_RET_KILL_PROCESS;
	}
	tap_ok(wrong == 0, "%s: the list, no more without arguments", name);
	tap_ok(x32 == 0, "%s: x32 numbers kill", name);
	tap_ok(low == 0, "%s: calls from below 8 GiB kill", name);
	tap_ok(other == 0, "%s: another architecture kills", name);
	tap_ok(answer(AUDIT_ARCH_X86_64, 0x200000000, 0) == SECCOMP_RET_ALLOW,
	    "%s: 8 GiB itself is trusted", name);
	check_arguments(9, "mmap");
	check_arguments(10, "mprotect");
	check_arguments(28, "madvise");
}

static int passes(int number, uint64_t a, uint64_t b)
{
	struct seccomp_data data = {.nr = number,
	    .arch = AUDIT_ARCH_X86_64,
	    .instruction_pointer = 0x7f0000001000,
	    .args = {a, b}};

	return run(&data) == SECCOMP_RET_ALLOW;
}

static void check_template(void)
{
	const uint64_t high = (uint64_t)1 << 32;

	tap_ok(passes(56, CLONE_PARENT, 0), "clone: as a sibling");
	tap_ok(!passes(56, 0, 0) && !passes(56, SIGCHLD, 0) &&
		   !passes(56, CLONE_PARENT | CLONE_VM, 0) &&
		   !passes(56, CLONE_PARENT | CLONE_NEWUSER, 0) &&
		   !passes(56, CLONE_PARENT | high, 0),
	    "clone: in no other form");
	tap_ok(passes(157, PR_SET_PDEATHSIG, SIGKILL),
	    "prctl: the end with the parent");
	tap_ok(!passes(157, PR_SET_PDEATHSIG, 0) &&
		   !passes(157, PR_SET_DUMPABLE, SIGKILL),
	    "prctl: nothing else");
	tap_ok(passes(317, SECCOMP_SET_MODE_FILTER, 0) &&
		   !passes(317, SECCOMP_SET_MODE_STRICT, 0) &&
		   !passes(317, SECCOMP_SET_MODE_FILTER, 8),
	    "seccomp: a filter, without flags");
	tap_ok(passes(11, 0x7f0000001000, 4096) && !passes(11, 0x20000, 4096) &&
		   !passes(11, 2 * high - 1, 4096),
	    "munmap: trusted memory only");
}

int main(void)
{
	static const int allowed[] = {0, 1, 17, 18, 231};
	/* recvmsg and close; the others are refused without arguments. */
	static const int template[] = {0, 1, 17, 18, 231, 47, 3};

	filter = zvm_filter;
	filter_length = zvm_filter_length;
	check_numbers(allowed, 5, "plain");
	filter = zvm_filter_template;
	filter_length = zvm_filter_template_length;
	check_numbers(template, 7, "template");
	check_template();
	filter = zvm_filter_traced;
	filter_length = zvm_filter_traced_length;
	check_numbers(allowed, 5, "traced");
	tap_ok(passes(228, CLOCK_MONOTONIC, 0) &&
		   !passes(228, CLOCK_REALTIME, 0) &&
		   !passes(228, CLOCK_MONOTONIC | (uint64_t)1 << 32, 0),
	    "clock_gettime: the monotonic clock alone");
	return tap_done();
}
