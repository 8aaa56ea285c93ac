// SPDX-License-Identifier: Apache-2.0
// Labels whose address is taken are bundle starts at every level; the jump to
// one is masked.
// RUN: %zvm-gcc -O0 -c %s -o %t.o
// RUN: %zvm-objdump -r -j .rodata %t.o | FileCheck %s --check-prefix=TABLE
// RUN: %zvm-gcc -O2 -c %s -o %t.o
// RUN: %zvm-objdump -r -j .rodata %t.o | FileCheck %s --check-prefix=TABLE
// RUN: %zvm-objdump -d %t.o | FileCheck %s --check-prefix=JUMP
// RUN: %zvm-gcc -O3 -falign-functions=1 -fno-align-labels -fno-align-jumps -c %s -o %t.o
// RUN: %zvm-objdump -r -j .rodata %t.o | FileCheck %s --check-prefix=TABLE
// RUN: %zvm-gcc -Os -c %s -o %t.o
// RUN: %zvm-objdump -r -j .rodata %t.o | FileCheck %s --check-prefix=TABLE

int interpret(const unsigned char *code)
{
	static const void *const labels[] = {&&add, &&subtract, &&twice, &&stop};
	int value = 1;
	goto *labels[*code++];
add:
	value += 3;
	goto *labels[*code++];
subtract:
	value -= 5;
	goto *labels[*code++];
twice:
	value *= 2;
	goto *labels[*code++];
stop:
	return value;
}

// JUMP-LABEL: <interpret>:
// JUMP: and $0xffffffe0,%{{e|r[0-9]+d}}
// JUMP-NEXT: jmp *%r

// TABLE-NOT: .text+0x{{[0-9a-f]*[13579bdf]0$}}
// TABLE-NOT: .text+0x{{[0-9a-f]*[1-9a-f]$}}
// TABLE-COUNT-4: R_X86_64_32 .text+0x{{[0-9a-f]*[02468ace]0$}}
// TABLE-NOT: R_X86_64_32 .text
