// SPDX-License-Identifier: Apache-2.0
// Direct and indirect calls end their bundle, so that a masked return lands
// behind them.
// RUN: %zvm-gcc -O2 -c %s -o %t.o
// RUN: %zvm-objdump -d %t.o | FileCheck %s

void callee(int, int, int);

int direct(int a, int b)
{
	callee(a, b, a + b);
	callee(b, a, a - b);
	return a;
}

int indirect(int (*function)(int), int a)
{
	return function(a) + function(a + 1);
}

// CHECK-LABEL: <direct>:
// CHECK: call
// CHECK-NEXT: {{^ *[0-9a-f]*[02468ace]0:}}
// CHECK: call
// CHECK-NEXT: {{^ *[0-9a-f]*[02468ace]0:}}
// CHECK-LABEL: <indirect>:
// CHECK: and $0xffffffe0,%{{e|r[0-9]+d}}
// CHECK-NEXT: call *%r
// CHECK-NEXT: {{^ *[0-9a-f]*[02468ace]0:}}
// CHECK: and $0xffffffe0,%{{e|r[0-9]+d}}
// CHECK-NEXT: call *%r
// CHECK-NEXT: {{^ *[0-9a-f]*[02468ace]0:}}
