/* SPDX-License-Identifier: Apache-2.0
 *
 * The seccomp program, run by a small interpreter over every number, both
 * sides of 8 GiB and other architectures. The list is written out here on
 * purpose: a change of filter.def has to change this file too.
 */
#include "tap.h"

#include <linux/audit.h>
#include <linux/seccomp.h>
#include <string.h>

#include "runtime/child.h"
#include "runtime/filter.h"

static uint32_t run(const struct seccomp_data *data)
{
	uint32_t accumulator = 0;

	for (size_t pc = 0; pc < zvm_filter_length; pc++) {
		const struct sock_filter *at = &zvm_filter[pc];

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

int main(void)
{
	static const int allowed[] = {0, 1, 17, 18, 231};
	const uint64_t high = 0x7f0000001000;
	unsigned wrong = 0, x32 = 0, low = 0, other = 0;

	for (int number = -2; number < 2000; number++) {
		uint32_t expected = SECCOMP_RET_KILL_PROCESS;

		for (int i = 0; i < 5; i++)
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
	tap_equal(
	    wrong, 0, "read, write, pread64, pwrite64, exit_group: no more");
	tap_equal(x32, 0, "x32 numbers kill");
	tap_equal(low, 0, "calls from below 8 GiB kill");
	tap_equal(other, 0, "another architecture kills");
	tap_equal(answer(AUDIT_ARCH_X86_64, 0x200000000, 0), SECCOMP_RET_ALLOW,
	    "8 GiB itself is trusted");
	return tap_done();
}
