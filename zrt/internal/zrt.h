/* SPDX-License-Identifier: Apache-2.0
 *
 * What the parts of zrt share. Nothing here is for programs: every name
 * starts with __zrt_.
 */
#ifndef ZRT_INTERNAL_ZRT_H
#define ZRT_INTERNAL_ZRT_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>
#include <zvm.h>

/* A POSIX name for a function whose body has the name by which newlib calls it.
 * Weak, as own-names.py makes all names of the library. */
#define ZRT_POSIX_NAME(name, reserved)                                         \
	extern __typeof__(reserved) name __attribute__((weak, alias(#reserved)))

/* startup/heap.c: the program break. */
void *_sbrk(ptrdiff_t increment);

/* startup/: the boot block and the thread block. */
extern const struct zvm_boot *__zrt_boot;
void __zrt_start(const struct zvm_boot *boot,
    int (*program)(int argc, char **argv, char **environment))
    __attribute__((noreturn));
void __zrt_heap_init(void);
void __zrt_tls_init(void);
void __zrt_environment_init(void);
void __zrt_guard_init(void);

/* -1 with this error, or (gate/errno.c) with that of a negative result. */
static inline int __zrt_fail(int number)
{
	errno = number;
	return -1;
}
ssize_t __zrt_gate_result(int32_t result);

/* End the session as if by this signal. */
void __zrt_die(int signal) __attribute__((noreturn));

/* What _exit does last: exports, if there are any. */
extern void (*__zrt_at_end)(void);

/* A message about a broken program, to channel 2, bypassing everything. */
void __zrt_message(const char *text);

/* sys/getentropy.c: the next bytes of the seeded generator. */
void __zrt_random_fill(void *buffer, size_t size);

/* time/clock.c: nanoseconds since 1970 on the virtual clock. Reading takes a
 * microsecond; peeking and going forward to a time are for the machinery. */
int64_t __zrt_clock_peek(void);
void __zrt_clock_spend(int64_t nanoseconds);
int64_t __zrt_clock_read(void);
void __zrt_clock_forward(int64_t when);
int64_t __zrt_clock_started(void);
/* What CLOCK_REALTIME says: the same, until the program sets that clock. */
int64_t __zrt_realtime_peek(void);
void __zrt_realtime_set(int64_t now);
/* Move what it says, and nothing else. */
void __zrt_realtime_shift(int64_t by);
/* Processor time of the process, from 0. */
int64_t __zrt_cpu_peek(void);

#endif
