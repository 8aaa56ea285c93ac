/* SPDX-License-Identifier: Apache-2.0
 *
 * The seccomp filter, last step before the guest: kill the process on a wrong
 * architecture, on a system call issued from an address below 8 GiB (all
 * guest code is there), and on every number outside filter.def. x32 numbers
 * have bit 30 set, so the comparison refuses them too.
 */
#include "filter.h"
#include "child.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(offset)   BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_##action)

const struct sock_filter zvm_filter[] = {
    LOAD(offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
    ANSWER(KILL_PROCESS),
    /* The upper half of the address, which is little-endian. */
    LOAD(offsetof(struct seccomp_data, instruction_pointer) + 4),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ZVM_RESERVE_END >> 32, 1, 0),
    ANSWER(KILL_PROCESS),
    LOAD(offsetof(struct seccomp_data, nr)),
#define ZVM_FILTER(name, number)                                               \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), ANSWER(ALLOW),
#include "filter.def"
    ANSWER(KILL_PROCESS),
};

const size_t zvm_filter_length = sizeof(zvm_filter) / sizeof(zvm_filter[0]);

#define ZVM_FILTER(name, number) _Static_assert(SYS_##name == number, #name);
#include "filter.def"

int zvm_confine_filter(struct zvm_problem *problem)
{
	struct sock_fprog program = {.len = (unsigned short)zvm_filter_length,
	    .filter = (struct sock_filter *)(uintptr_t)zvm_filter};

	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0)
		return 1;
	zvm_problem(
	    problem, ZVM_END_HOST, "error: seccomp: %s", strerror(errno));
	zvm_problem_hint(problem, "the kernel must have CONFIG_SECCOMP_FILTER");
	return 0;
}
