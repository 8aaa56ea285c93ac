/* SPDX-License-Identifier: Apache-2.0
 * Calls and returns: the naive Fibonacci recursion. */
#include <stdio.h>

static int __attribute__((noinline)) fib(int n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int main(void)
{
	printf("%d\n", fib(40));
	return 0;
}
