/* SPDX-License-Identifier: Apache-2.0
 *
 * The system calls that exist after the filter, as inline instructions: gate
 * code must not reach libc, which keeps errno in %fs and may use vectors. The
 * list is runtime/filter.def; a result below zero is a negated host errno.
 */
#ifndef ZVM_SYSCALL_H
#define ZVM_SYSCALL_H

#include <stdint.h>

enum {
#define ZVM_FILTER(name, number) NR_##name = number,
#include "../filter.def"
};

#define HOST_EINTR 4

static inline int64_t zvm_syscall(
    int64_t number, int64_t a, const void *b, uint64_t c, int64_t d)
{
	register int64_t r10 __asm__("r10") = d;
	int64_t result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
			 : "rcx", "r11", "memory");
	return result;
}

static inline int64_t zvm_syscall6(int64_t number, const void *a, uint64_t b,
    int64_t c, int64_t d, int64_t e, int64_t f)
{
	register int64_t r10 __asm__("r10") = d;
	register int64_t r8 __asm__("r8") = e;
	register int64_t r9 __asm__("r9") = f;
	int64_t result;

	__asm__ volatile(
	    "syscall"
	    : "=a"(result)
	    : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
	    : "rcx", "r11", "memory");
	return result;
}

#endif
