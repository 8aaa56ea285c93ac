/* SPDX-License-Identifier: Apache-2.0
 *
 * ucontext: a generator on a stack of its own, arguments, uc_link.
 *
 * NATIVE
 */
#include <ucontext.h>
#include "test.h"

static ucontext_t caller, generator;
static int sum, value, finished;
static double fraction = 1.5;

static void generate(int a, int b, int c, int d, int e, int f, int g, int h)
{
	sum = a + b + c + d + e + f + 10 * g + 100 * h;
	for (int i = 0; i < 3; i++) {
		double kept = fraction * i;

		value = i;
		swapcontext(&generator, &caller);
		check(kept == 1.5 * i);
	}
	finished = 1;
}

int main(void)
{
	static char stack[65536] __attribute__((aligned(16)));
	volatile int rounds = 0;
	ucontext_t here;

	check(getcontext(&generator) == 0);
	generator.uc_stack.ss_sp = stack;
	generator.uc_stack.ss_size = sizeof(stack);
	generator.uc_link = &caller;
	makecontext(
	    &generator, (void (*)(void))generate, 8, 1, 2, 3, 4, 5, 6, 7, 8);
	for (int i = 0; i < 3; i++) {
		check(swapcontext(&caller, &generator) == 0);
		check(value == i && !finished);
	}
	check(swapcontext(&caller, &generator) == 0);
	check(finished && sum == 21 + 70 + 800);

	check(getcontext(&here) == 0);
	if (++rounds < 5)
		setcontext(&here);
	check(rounds == 5);
	return 0;
}
