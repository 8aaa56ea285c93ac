# SPDX-License-Identifier: Apache-2.0
#
# A call ends its bundle, whatever stands before it.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 1b:	e8
	call f
# CHECK-NEXT: 20:	90
	nop
# CHECK: 3b:	e8
	call f
	.rept 28
	nop
	.endr
# CHECK: 7b:	e8
	call f
	.rept 27
	nop
	.endr
# CHECK: 9b:	e8
	call f
