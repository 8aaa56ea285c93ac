# SPDX-License-Identifier: Apache-2.0
#
# endbr64 is a nop here.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 0:	90
	endbr64
# CHECK-NEXT: 1:	f4
	hlt
