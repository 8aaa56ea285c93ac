# SPDX-License-Identifier: Apache-2.0
#
# Rule bittest: immediate bit numbers, and registers.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 67 0f ba 27 03
	btl $3,(%rdi)
# CHECK: 0f ab c1
	bts %eax,%ecx
# CHECK: {{[0-9a-f]+:}}	0f ba 6c 24 08 01
	lock btsl $1,8(%rsp)
