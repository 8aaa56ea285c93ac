# SPDX-License-Identifier: Apache-2.0
#
# Reading %rsp with 64 bits is not touched.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 48 89 e5
	mov %rsp,%rbp
# CHECK: 48 39 c4
	cmp %rax,%rsp
# CHECK: 48 85 e4
	test %rsp,%rsp
# CHECK: {{[0-9a-f]+:}}	54
	push %rsp
# CHECK: 48 8d 44 24 08
	lea 8(%rsp),%rax
