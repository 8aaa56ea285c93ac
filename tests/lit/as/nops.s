# SPDX-License-Identifier: Apache-2.0
#
# Padding is the canonical nops, none of which crosses a bundle boundary.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
	.p2align 5
	nop
# CHECK: 1:	66 0f 1f 84 00 00 00 00 00
# CHECK-NEXT: a:	66 0f 1f 84 00 00 00 00 00
# CHECK-NEXT: 13:	0f 1f 80 00 00 00 00
# CHECK-NEXT: 1a:	66 0f 1f 44 00 00
	.p2align 5
# CHECK-NEXT: 20:	90
	nop
	.p2align 6
# CHECK-NOT: {{(3[89a-f]|2f):	66 0f 1f 84 00 00 00 00 00}}
# CHECK: 40:	f4
	hlt
	.p2align 3,0
# CHECK-NEXT: 41:	0f 1f 80 00 00 00 00
# CHECK-NEXT: 48:	f4
	hlt
