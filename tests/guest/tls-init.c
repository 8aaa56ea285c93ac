/* SPDX-License-Identifier: Apache-2.0
 *
 * Thread-local variables start with their initial values, aligned, zero where
 * none was given, and are writable.
 *
 * NATIVE
 */
#include <stdint.h>
#include <string.h>
#include "test.h"

static _Thread_local int small = 41;
static _Thread_local char text[] = "initial";
static _Thread_local long long zeros[100];
static _Thread_local _Alignas(64) char wide[3] = {1, 2, 3};
_Thread_local double shared = 2.5;
static _Thread_local int *pointer = NULL;
static int target;

static int __attribute__((noinline)) next(void)
{
	return ++small;
}

int main(void)
{
	check(next() == 42 && next() == 43);
	check(strcmp(text, "initial") == 0);
	for (int i = 0; i < 100; i++)
		check(zeros[i] == 0);
	zeros[99] = -1;
	check(((uintptr_t)wide & 63) == 0);
	check(wide[0] == 1 && wide[1] == 2 && wide[2] == 3);
	check(shared == 2.5);
	pointer = &target;
	*pointer = 5;
	check(target == 5 && pointer == &target);
	errno = ERANGE; /* itself thread-local */
	check(errno == ERANGE);
	return 0;
}
