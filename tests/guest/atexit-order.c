/* SPDX-License-Identifier: Apache-2.0
 *
 * The order of the end: constructors before main, atexit functions in reverse,
 * then destructors, then the flush of stdio. The last to run decides the
 * status.
 *
 * NATIVE
 */
#include <string.h>
#include <unistd.h>
#include "test.h"

static char order[20];

static void note(char what)
{
	order[strlen(order)] = what;
}

static void __attribute__((constructor(102))) second(void)
{
	note('b');
}

static void __attribute__((constructor(101))) first(void)
{
	note('a');
}

static void at_exit_1(void)
{
	note('2');
}

static void late(void)
{
	note('L');
}

static void at_exit_2(void)
{
	note('1');
	check(atexit(late) == 0); /* runs right after this one */
}

static void __attribute__((destructor)) destructor(void)
{
	if (strcmp(order, "abm1L2") != 0) {
		fprintf(stderr, "wrong order: %s\n", order);
		_exit(1);
	}
	_exit(0);
}

int main(void)
{
	note('m');
	check(atexit(at_exit_1) == 0);
	check(atexit(at_exit_2) == 0);
	exit(3); /* the destructor ends with 0 */
}
