# SPDX-License-Identifier: Apache-2.0
#
# String instructions: 67 and the prefix order 67, 66, F3, REX.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 67 a4
	movsb
# CHECK: 67 f3 a4
	rep movsb
# CHECK: 67 f3 48 ab
	rep stosq
# CHECK: 67 66 f3 a5
	rep movsw
# CHECK: 67 f2 ae
	repne scasb
# CHECK: 67 f3 a7
	repe cmpsl
# CHECK: 67 ad
	lodsl
# CHECK: 67 f3 ab
	rep; stosl
