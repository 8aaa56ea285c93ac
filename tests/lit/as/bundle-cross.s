# SPDX-License-Identifier: Apache-2.0
#
# Rule bundle: what would cross a boundary starts the next bundle.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
	.rept 30
	nop
	.endr
# CHECK: 1d:	90
# CHECK-NEXT: 1e:	66 90
# CHECK-NEXT: 20:	b8 01 00 00 00
	mov $1,%eax
	.rept 27
	nop
	.endr
# CHECK: 40:	48 b8 08 07 06 05 04
	movabs $0x0102030405060708,%rax
