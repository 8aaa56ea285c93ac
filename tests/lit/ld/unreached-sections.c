// SPDX-License-Identifier: Apache-2.0
// What nothing reaches is not linked, unless it is asked for.
// RUN: %zvm-gcc -O2 -ffunction-sections %s -o %t
// RUN: %zvm-nm %t | FileCheck %s --check-prefix=DEFAULT
// RUN: %zvm-gcc -O2 -ffunction-sections -Wl,--no-gc-sections %s -o %t
// RUN: %zvm-nm %t | FileCheck %s --check-prefix=KEPT
// DEFAULT-NOT: unreached
// DEFAULT: reached_by_pointer
// KEPT: unreached

int unreached(int x)
{
	return x * 3;
}

int reached_by_pointer(int x)
{
	return x * 5;
}

int (*volatile pointer)(int) = reached_by_pointer;

__attribute__((constructor)) static void at_start(void)
{
	pointer(1);
}

int main(void)
{
	return 0;
}
