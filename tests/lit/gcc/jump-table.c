// SPDX-License-Identifier: Apache-2.0
// Entries of a switch's jump table are bundle starts, and the jump is masked.
// RUN: %zvm-gcc -O2 -c %s -o %t.o
// RUN: %zvm-objdump -d %t.o | FileCheck %s --check-prefix=JUMP
// RUN: %zvm-objdump -r -j .rodata %t.o | FileCheck %s --check-prefix=TABLE
// RUN: %zvm-gcc -O0 -c %s -o %t.o
// RUN: %zvm-objdump -r -j .rodata %t.o | FileCheck %s --check-prefix=TABLE
// RUN: %zvm-gcc -Os -fPIC -c %s -o %t.o
// RUN: %zvm-objdump -r -j .rodata %t.o | FileCheck %s --check-prefix=TABLE

int one(int), two(int), three(int), four(int);

int dispatch(int n)
{
	switch (n) {
	case 0: return one(n) + 1;
	case 1: return two(n) * 3;
	case 2: return three(n) - 7;
	case 3: return four(n) ^ 5;
	case 4: return one(two(n));
	case 5: return two(three(n)) + 11;
	case 6: return three(four(n)) - 2;
	default: return 0;
	}
}

// JUMP-LABEL: <dispatch>:
// JUMP: and $0xffffffe0,%[[R:e[a-d]x|e[sd]i|r[0-9]+d]]
// JUMP-NEXT: jmp *%r

// An odd multiple of 16, or anything that is not a multiple of 16, is an
// entry in the middle of a bundle.
// TABLE-NOT: .text+0x{{[0-9a-f]*[13579bdf]0$}}
// TABLE-NOT: .text+0x{{[0-9a-f]*[1-9a-f]$}}
// TABLE: R_X86_64_32 .text+0x{{[0-9a-f]*[02468ace]0$}}
// TABLE-NOT: .text+0x{{[0-9a-f]*[13579bdf]0$}}
// TABLE-NOT: .text+0x{{[0-9a-f]*[1-9a-f]$}}
