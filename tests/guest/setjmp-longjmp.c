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
static volatile int visits, bottom;

static void __attribute__((noinline)) dive(int depth)
{
	char space[100];

	memset(space, depth, sizeof(space));
	if (depth == bottom)
		longjmp(outer, 42);
	if (depth > -1000)
		dive(depth - 1);
	check(space[99] == (char)depth); /* keeps the frame alive */
}

/* Everything callee-saved in use around the call. */
static long long __attribute__((noinline)) mix(long long a, long long b,
    long long c, long long d, long long e, long long f)
{
	long long before = a * 3 + b * 5 + c * 7 + d * 11 + e * 13 + f * 17;

	if (setjmp(inner) == 0) {
		visits++;
		dive(0);
	}
	return before - (a * 3 + b * 5 + c * 7 + d * 11 + e * 13 + f * 17);
}

int main(void)
{
	volatile int rounds = 0;
	double kept = 1.5;
	sigjmp_buf mask_buffer;
	sigset_t set, now;
	int value;

	value = setjmp(outer);
	if (value == 0)
		dive(100);
	check(value == 42);

	/* longjmp with 0 gives 1; a buffer may be used many times. */
	value = setjmp(inner);
	if (rounds < 1000) {
		check(value == (rounds ? 1 : 0));
		rounds++;
		longjmp(inner, 0);
	}
	check(rounds == 1000 && kept == 1.5);

	value = setjmp(outer);
	if (value == 0)
		mix(1LL << 40, 2, 3, 4, 5, 6);
	check(value == 42 && visits == 1);
	if (setjmp(outer) == 0) {
		visits = 0;
		check(mix(-(1LL << 50), 7, 8, 9, 10, 11) == 0);
	} else if (visits == 1) {
		visits = 2;
		longjmp(inner, -5); /* mix returns once more: undefined in C
				     * only after it returned, it has not */
	}

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
