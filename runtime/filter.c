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
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
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

/* The template's own: a clone is a child of the supervisor and shares nothing,
 * its end follows the supervisor's, its filter only grows. */
#define CHECK_recvmsg ANSWER(ALLOW)
#define CHECK_close   ANSWER(ALLOW)
#define CHECK_munmap                                                           \
	LOAD(HIGH(0)),                                                         \
	    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ZVM_RESERVE_END >> 32, 1, 0),  \
	    ANSWER(KILL_PROCESS), ANSWER(ALLOW)
#define CHECK_clone                                                            \
	KILL_UNLESS_EQUAL(LOW(0), CLONE_PARENT),                               \
	    KILL_UNLESS_EQUAL(HIGH(0), 0), ANSWER(ALLOW)
#define CHECK_prctl                                                            \
	KILL_UNLESS_EQUAL(LOW(0), PR_SET_PDEATHSIG),                           \
	    KILL_UNLESS_EQUAL(LOW(1), SIGKILL), ANSWER(ALLOW)
#define CHECK_seccomp                                                          \
	KILL_UNLESS_EQUAL(LOW(0), SECCOMP_SET_MODE_FILTER),                    \
	    KILL_UNLESS_EQUAL(LOW(1), 0), ANSWER(ALLOW)

/* A trace's times; no other clock, in case it tells of more. */
#define CHECK_clock_gettime                                                    \
	KILL_UNLESS_EQUAL(LOW(0), CLOCK_MONOTONIC),                            \
	    KILL_UNLESS_EQUAL(HIGH(0), 0), ANSWER(ALLOW)

#define HEAD                                                                   \
	LOAD(offsetof(struct seccomp_data, arch)),                             \
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),      \
	    ANSWER(KILL_PROCESS), /* the upper half of the address */          \
	    LOAD(offsetof(struct seccomp_data, instruction_pointer) + 4),      \
	    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ZVM_RESERVE_END >> 32, 1, 0),  \
	    ANSWER(KILL_PROCESS), LOAD(offsetof(struct seccomp_data, nr))

#define WITH_ARGUMENTS(name, number)                                           \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, COUNT(CHECK_##name)),   \
	    CHECK_##name,

const struct sock_filter zvm_filter[] = {
    HEAD,
#define ZVM_FILTER(name, number)           ALLOW_IF(number),
#define ZVM_FILTER_ARGUMENTS(name, number) WITH_ARGUMENTS(name, number)
#include "filter.def"
    ANSWER(KILL_PROCESS),
};

const size_t zvm_filter_length = sizeof(zvm_filter) / sizeof(zvm_filter[0]);

const struct sock_filter zvm_filter_template[] = {
    HEAD,
#define ZVM_FILTER_WARM(name, number) WITH_ARGUMENTS(name, number)
#include "filter_warm.def"
#define ZVM_FILTER(name, number)           ALLOW_IF(number),
#define ZVM_FILTER_ARGUMENTS(name, number) WITH_ARGUMENTS(name, number)
#include "filter.def"
    ANSWER(KILL_PROCESS),
};

const size_t zvm_filter_template_length =
    sizeof(zvm_filter_template) / sizeof(zvm_filter_template[0]);

const struct sock_filter zvm_filter_traced[] = {
    HEAD,
#define ZVM_FILTER_TRACED(name, number) WITH_ARGUMENTS(name, number)
#include "filter_traced.def"
#define ZVM_FILTER(name, number)           ALLOW_IF(number),
#define ZVM_FILTER_ARGUMENTS(name, number) WITH_ARGUMENTS(name, number)
#include "filter.def"
    ANSWER(KILL_PROCESS),
};

const size_t zvm_filter_traced_length =
    sizeof(zvm_filter_traced) / sizeof(zvm_filter_traced[0]);

#define ZVM_FILTER_TRACED(name, number)                                        \
	_Static_assert(SYS_##name == number, #name);
#include "filter_traced.def"

#define ZVM_FILTER_WARM(name, number)                                          \
	_Static_assert(SYS_##name == number, #name);
#include "filter_warm.def"

#define ZVM_FILTER(name, number) _Static_assert(SYS_##name == number, #name);
#include "filter.def"

int zvm_confine_filter(enum zvm_filter_kind kind, struct zvm_problem *problem)
{
	const struct {
		const struct sock_filter *filter;
		size_t length;
	} filters[] = {
	    [ZVM_CONFINE_PLAIN] = {zvm_filter, zvm_filter_length},
	    [ZVM_CONFINE_TEMPLATE] = {zvm_filter_template,
		zvm_filter_template_length},
	    [ZVM_CONFINE_TRACED] = {zvm_filter_traced,
		zvm_filter_traced_length},
	};
	struct sock_fprog program = {
	    .len = (unsigned short)filters[kind].length,
	    .filter = (struct sock_filter *)(uintptr_t)filters[kind].filter};

	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0)
		return 1;
	zvm_problem(
	    problem, ZVM_END_HOST, "error: seccomp: %s", strerror(errno));
	zvm_problem_hint(problem, "the kernel must have CONFIG_SECCOMP_FILTER");
	return 0;
}
