// SPDX-License-Identifier: Apache-2.0
// Bit scans are guarded against zero, those of memory too, so that the strict
// pass accepts them.
// RUN: %zvm-gcc -O2 -o %t %s
// RUN: %zvm-objdump -d --disassemble=first %t | FileCheck %s
// RUN: %zvm-validate --strict %t
// RUN: %zvm-run %t | FileCheck --check-prefix=RESULT %s

#include <stdio.h>

// CHECK: test [[R:%e..]],[[R]]
// CHECK-NEXT: je
// CHECK-NEXT: bsf [[R]],
__attribute__((noipa)) int first(const unsigned *value)
{
	return __builtin_ctz(*value);
}

__attribute__((noipa)) int last(const unsigned long long *value)
{
	return 63 - __builtin_clzll(*value);
}

__attribute__((noipa)) int set(const unsigned *value)
{
	return __builtin_ffs(*value);
}

int main(void)
{
	unsigned value = 0x4050, zero = 0;
	unsigned long long wide = 1ull << 40 | 5;

	// RESULT: 4 40 5 0
	printf("%d %d %d %d\n", first(&value), last(&wide), set(&value),
	    set(&zero));
	return 0;
}
