// SPDX-License-Identifier: Apache-2.0
// What does not come back needs no return address at a bundle start.
// RUN: %zvm-gcc -O2 -S -o - %s | FileCheck %s

__attribute__((noreturn)) void fail(int reason);
__attribute__((noreturn)) extern void (*handler)(void);
int look(int key);

int get(int key)
{
	// CHECK: call look
	int value = look(key);

	// CHECK-DAG: call.noreturn fail
	if (value < 0)
		fail(value);
	// CHECK-DAG: call.noreturn *
	if (value > 100)
		handler();
	return value + 1;
}
