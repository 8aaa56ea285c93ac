# SPDX-License-Identifier: Apache-2.0
#
# Rule segment: one thread needs no lock prefix; it is dropped.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK-NOT: f0
# CHECK: 0:	67 83 00 01
	lock addl $1,(%rax)
# CHECK: 67 0f b1 0f
	lock; cmpxchg %ecx,(%rdi)
# CHECK: 67 48 0f c7 0e
	lock
	cmpxchg16b (%rsi)
