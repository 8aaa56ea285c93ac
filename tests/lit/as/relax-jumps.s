# SPDX-License-Identifier: Apache-2.0
#
# Jumps that padding pushes out of reach of 8 bits become long ones.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 0:	0f 84 {{.*}}je {{.*}}<far>
	je far
	.rept 5
	call f
	.endr
	.p2align 5
far:
# CHECK: eb
	jmp end
	.rept 2
	call f
	.endr
# CHECK: eb
	jmp end
	nop
end:
	nop
