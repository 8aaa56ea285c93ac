/* SPDX-License-Identifier: Apache-2.0
 *
 * Built with -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong: what is right
 * runs, what overflows ends by SIGABRT with a message.
 *
 * ALSO: 134 copy
 * ALSO: 134 stack
 * FLAGS: -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong
 * -Wno-stringop-overflow
 */
#include <string.h>
#include <unistd.h>
#include "test.h"

static volatile size_t length = 8;

static void __attribute__((noinline)) copy(void)
{
	char small[8];

	memcpy(small, "12345678901234567890", length);
	check(memcmp(small, "12345678", 8) == 0);
}

static void __attribute__((noinline)) smash(char *at)
{
	for (size_t i = 0; i < length; i++)
		((volatile char *)at)[i] = 'x';
}

static void __attribute__((noinline)) stack(void)
{
	char small[8];

	smash(small);
	check(small[7] == 'x');
}

int main(int argc, char **argv)
{
	copy();
	stack();
	if (argc > 1) {
		length = 40;
		if (strcmp(argv[1], "copy") == 0)
			copy();
		else
			stack();
		return 1;
	}
	return 0;
}
