# SPDX-License-Identifier: Apache-2.0
#
# x87 arithmetic and control words.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 9b d9 7c 24 02
	fstcw 2(%rsp)
# CHECK: 67 d9 2f
	fldcw (%rdi)
# CHECK: d9 fa
	fsqrt
# CHECK: df e0
	fnstsw %ax
# CHECK: 67 df 2f
	fildll (%rdi)
# CHECK: db 7c 24 10
	fstpt 16(%rsp)
