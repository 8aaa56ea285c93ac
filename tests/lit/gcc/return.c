// SPDX-License-Identifier: Apache-2.0
// Every return is the masked one, nine bytes in one bundle.
// RUN: %zvm-gcc -O2 -c %s -o %t.o
// RUN: %zvm-objdump -d %t.o | FileCheck %s

int number(void)
{
	return 42;
}

// CHECK-LABEL: <number>:
// CHECK: 48 81 24 24 e0 ff ff {{.*}}andq $0x7fffffe0,(%rsp)
// CHECK-NEXT: 7f
// CHECK-NEXT: c3 ret
