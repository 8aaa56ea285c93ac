/* SPDX-License-Identifier: Apache-2.0
 *
 * Scheduling. The machine has one processor, and priorities decide which
 * thread runs when the running one waits or yields (docs/zrt.md, Threads).
 * Functions return -1 with errno set when they fail.
 */
#ifndef _SCHED_H
#define _SCHED_H

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/sched.h>
#include <time.h>

__BEGIN_DECLS

int sched_get_priority_max(int __policy);
int sched_get_priority_min(int __policy);
int sched_getparam(pid_t __process, struct sched_param *__param);
int sched_getscheduler(pid_t __process);
int sched_rr_get_interval(pid_t __process, struct timespec *__interval);
int sched_setparam(pid_t __process, const struct sched_param *__param);
int sched_setscheduler(
    pid_t __process, int __policy, const struct sched_param *__param);
int sched_yield(void);

#if __GNU_VISIBLE || __BSD_VISIBLE

#define CPU_SETSIZE 1024

typedef struct {
	unsigned long __bits[CPU_SETSIZE / 32];
} cpu_set_t;

#define __CPU_WORD(cpu, set) ((set)->__bits[(cpu) / 32])
#define __CPU_BIT(cpu)       (1ul << ((cpu) % 32))
#define __CPU_IN(cpu, size)  ((size_t)(cpu) < 8 * (size_t)(size))

#define CPU_ZERO_S(size, set) __builtin_memset((set), 0, (size))
#define CPU_SET_S(cpu, size, set)                                              \
	(__CPU_IN(cpu, size) ? (void)(__CPU_WORD(cpu, set) |= __CPU_BIT(cpu))  \
			     : (void)0)
#define CPU_CLR_S(cpu, size, set)                                              \
	(__CPU_IN(cpu, size) ? (void)(__CPU_WORD(cpu, set) &= ~__CPU_BIT(cpu)) \
			     : (void)0)
#define CPU_ISSET_S(cpu, size, set)                                            \
	(__CPU_IN(cpu, size) ? (__CPU_WORD(cpu, set) & __CPU_BIT(cpu)) != 0 : 0)
#define CPU_COUNT_S(size, set) __sched_cpu_count((size), (set))
#define CPU_EQUAL_S(size, one, other)                                          \
	(__builtin_memcmp((one), (other), (size)) == 0)

#define CPU_ZERO(set)         CPU_ZERO_S(sizeof(cpu_set_t), set)
#define CPU_SET(cpu, set)     CPU_SET_S(cpu, sizeof(cpu_set_t), set)
#define CPU_CLR(cpu, set)     CPU_CLR_S(cpu, sizeof(cpu_set_t), set)
#define CPU_ISSET(cpu, set)   CPU_ISSET_S(cpu, sizeof(cpu_set_t), set)
#define CPU_COUNT(set)        CPU_COUNT_S(sizeof(cpu_set_t), set)
#define CPU_EQUAL(one, other) CPU_EQUAL_S(sizeof(cpu_set_t), one, other)

int __sched_cpu_count(size_t __size, const cpu_set_t *__set);
int sched_getcpu(void);
int sched_getaffinity(pid_t __process, size_t __size, cpu_set_t *__set);
int sched_setaffinity(pid_t __process, size_t __size, const cpu_set_t *__set);

#endif

__END_DECLS

#endif
