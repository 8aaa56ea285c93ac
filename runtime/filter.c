/* SPDX-License-Identifier: Apache-2.0
 *
 * The seccomp filter, last step before the guest: kill the process on a wrong
 * architecture, on a system call issued from an address below 8 GiB (all
 * guest code is there), and on every number outside filter.def. x32 numbers
 * have bit 30 set, so the comparison refuses them too.
 *
 * The three calls on memory pass only for ranges that start in the guest and
 * end below 8 GiB, so never for trusted memory, and only in the forms that the
 * gate uses: nothing becomes writable and executable, no file's page writable
 * in the call that maps it, and executable is only what lies below 2 GiB.
 */
#include "filter.h"
#include "child.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(offset)   BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define ANSWER(action) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_##action)

/* Arguments have 64 bits, the machine 32. */
#define LOW(n)  (offsetof(struct seccomp_data, args) + 8 * (n))
#define HIGH(n) (LOW(n) + 4)

#define KILL_UNLESS_EQUAL(offset, value)                                       \
	LOAD(offset), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0),        \
	    ANSWER(KILL_PROCESS)
#define KILL_FROM(limit)                                                       \
	BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, limit, 0, 1), ANSWER(KILL_PROCESS)
#define ALLOW_IF(value)                                                        \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1), ANSWER(ALLOW)

/* Address and size have no upper halves, and page 0 is not meant. */
#define GUEST_RANGE                                                            \
	KILL_UNLESS_EQUAL(HIGH(0), 0), KILL_UNLESS_EQUAL(HIGH(1), 0),          \
	    LOAD(LOW(0)),                                                      \
	    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ZVM_GUEST_START, 1, 0),        \
	    ANSWER(KILL_PROCESS)

/* A file, to be read; or the reservation again. */
#define CHECK_mmap                                                             \
	GUEST_RANGE, KILL_UNLESS_EQUAL(HIGH(2), 0),                            \
	    KILL_UNLESS_EQUAL(HIGH(3), 0), LOAD(LOW(2)),                       \
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PROT_READ, 0, 4),              \
	    KILL_UNLESS_EQUAL(LOW(3), MAP_PRIVATE | MAP_FIXED), ANSWER(ALLOW), \
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PROT_NONE, 1, 0),              \
	    ANSWER(KILL_PROCESS),                                              \
	    KILL_UNLESS_EQUAL(LOW(3), ZVM_RESERVE_FLAGS), ANSWER(ALLOW)

/* None, read, read and write; read and execute where code may be. */
#define CHECK_mprotect                                                         \
	GUEST_RANGE, KILL_UNLESS_EQUAL(HIGH(2), 0), LOAD(LOW(2)),              \
	    ALLOW_IF(PROT_NONE), ALLOW_IF(PROT_READ),                          \
	    ALLOW_IF(PROT_READ | PROT_WRITE),                                  \
	    KILL_UNLESS_EQUAL(LOW(2), PROT_READ | PROT_EXEC), LOAD(LOW(0)),    \
	    KILL_FROM(ZVM_IMAGE_END), BPF_STMT(BPF_MISC | BPF_TAX, 0),         \
	    LOAD(LOW(1)), KILL_FROM(ZVM_IMAGE_END),                            \
	    BPF_STMT(BPF_ALU | BPF_ADD | BPF_X, 0),                            \
	    KILL_FROM(ZVM_IMAGE_END + 1u), ANSWER(ALLOW)

#define CHECK_madvise                                                          \
	GUEST_RANGE, KILL_UNLESS_EQUAL(LOW(2), MADV_DONTNEED), ANSWER(ALLOW)

#define COUNT(...)                                                             \
	(sizeof((const struct sock_filter[]){__VA_ARGS__}) /                   \
	    sizeof(struct sock_filter))

const struct sock_filter zvm_filter[] = {
    LOAD(offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
    ANSWER(KILL_PROCESS),
    /* The upper half of the address, which is little-endian. */
    LOAD(offsetof(struct seccomp_data, instruction_pointer) + 4),
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ZVM_RESERVE_END >> 32, 1, 0),
    ANSWER(KILL_PROCESS),
    LOAD(offsetof(struct seccomp_data, nr)),
#define ZVM_FILTER(name, number) ALLOW_IF(number),
#define ZVM_FILTER_ARGUMENTS(name, number)                                     \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, COUNT(CHECK_##name)),   \
	    CHECK_##name,
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
