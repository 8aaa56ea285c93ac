# SPDX-License-Identifier: Apache-2.0
#
# A label before an instruction that moves to the next bundle moves with it:
# the loop does not run through nops. Before a call it stays aligned.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
	.rept 31
	nop
	.endr
head:
# CHECK: 1f:	90
# CHECK: <head>:
# CHECK-NEXT: 20:	83 e9 01
	sub $1,%ecx
# CHECK: 23:	75 fb {{.*}}20 <head>
	jnz head
	.p2align 5
aligned:
# CHECK: 00000040 <aligned>:
	call head
