// SPDX-License-Identifier: Apache-2.0
// Atomics need no lock prefix (one thread), and none is emitted.
// RUN: %zvm-gcc -O2 -c %s -o %t.o
// RUN: %zvm-objdump -d %t.o | FileCheck %s

int add(int *p)
{
	return __atomic_fetch_add(p, 2, __ATOMIC_SEQ_CST);
}
int swap(int *p, int v)
{
	return __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST);
}
_Bool compare(int *p, int *expected, int v)
{
	return __atomic_compare_exchange_n(p, expected, v, 0,
	    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

// CHECK: <add>:
// CHECK-NOT: lock
// CHECK-NOT: {{:.* f0 }}
