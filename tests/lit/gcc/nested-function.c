// SPDX-License-Identifier: Apache-2.0
// A nested function may be called; its address would need executable stack.
// RUN: %zvm-gcc -O0 -c %s -o %t.o
// RUN: not %zvm-gcc -O0 -DTAKE_ADDRESS -c %s -o %t.o 2>&1 | FileCheck %s
// RUN: not %zvm-gcc -O2 -DTAKE_ADDRESS -c %s -o %t.o 2>&1 | FileCheck %s

int apply(int (*function)(int), int n);

int outer(int n)
{
	int inner(int m) { return m + n; }
#ifdef TAKE_ADDRESS
	return apply(inner, 3);
#else
	return inner(3);
#endif
}

// CHECK: error: the address of nested function {{.*}}inner{{.*}} needs an executable stack
