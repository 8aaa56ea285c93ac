/* SPDX-License-Identifier: Apache-2.0
 *
 * setjmp, longjmp, sigsetjmp: return values, nesting, registers that must
 * survive, jumps out of deep recursion, the signal mask.
 *
 * NATIVE
 */
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include "test.h"

static jmp_buf outer, inner;
static volatile int bottom;

static void __attribute__((noinline)) dive(int depth, jmp_buf *target)
{
	char space[100];

	memset(space, depth, sizeof(space));
	if (depth == bottom)
		longjmp(*target, 42);
	if (depth > -1000)
		dive(depth - 1, target);
	check(space[99] == (char)depth); /* keeps the frame alive */
}

/* Keeps every callee-saved register busy, then does not come back. */
static long long __attribute__((noinline)) scramble(long long a, long long b,
    long long c, long long d, long long e, long long f)
{
	for (int i = 0; i < 100; i++) {
		long long t = a;

		a = b * 3 + i, b = c * 5 + i, c = d * 7, d = e * 11;
		e = f * 13, f = t * 17;
	}
	if (a + b + c + d + e + f != bottom + 1)
		dive(20, &inner);
	return a;
}

/* The parameters are not changed after setjmp, so C promises their values. */
static long long __attribute__((noinline)) mix(long long a, long long b,
    long long c, long long d, long long e, long long f)
{
	if (setjmp(inner) == 0)
		scramble(a + 1, b + 2, c + 3, d + 4, e + 5, f + 6);
	return a * 3 + b * 5 + c * 7 + d * 11 + e * 13 + f * 17;
}

int main(void)
{
	volatile int rounds = 0;
	volatile double kept = 1.5;
	sigjmp_buf mask_buffer;
	sigset_t set, now;
	int value;

	value = setjmp(outer);
	if (value == 0)
		dive(100, &outer);
	check(value == 42);

	/* longjmp with 0 gives 1; a buffer may be used many times. */
	value = setjmp(inner);
	if (rounds < 1000) {
		check(value == (rounds ? 1 : 0));
		rounds++;
		longjmp(inner, 0);
	}
	check(rounds == 1000 && kept == 1.5);

	check(mix(1LL << 40, 2, 3, 4, 5, 6) ==
	      (3LL << 40) + 10 + 21 + 44 + 65 + 102);
	check(mix(-(1LL << 50), -2, 3LL << 33, 4, -5, 6) ==
	      -(3LL << 50) - 10 + (21LL << 33) + 44 - 65 + 102);

	sigemptyset(&set);
	check(sigprocmask(SIG_SETMASK, &set, NULL) == 0);
	if (sigsetjmp(mask_buffer, 1) == 0) {
		sigaddset(&set, SIGUSR1);
		check(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
		siglongjmp(mask_buffer, 1);
	}
	check(sigprocmask(SIG_BLOCK, NULL, &now) == 0);
	check(sigismember(&now, SIGUSR1) == 0);
	return 0;
}
