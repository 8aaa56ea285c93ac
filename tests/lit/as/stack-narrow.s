# SPDX-License-Identifier: Apache-2.0
#
# Rule stack: a 64-bit result in %rsp becomes a 32-bit one.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: {{[0-9a-f]+:}}	83 c4 10
	add $16,%rsp
# CHECK: {{[0-9a-f]+:}}	81 ec e8 03 00 00
	sub $1000,%rsp
# CHECK: {{[0-9a-f]+:}}	83 e4 f0
	and $-16,%rsp
# CHECK: {{[0-9a-f]+:}}	89 ec
	mov %rbp,%rsp
# CHECK: {{[0-9a-f]+:}}	8d 65 f8
	lea -8(%rbp),%rsp
# CHECK: {{[0-9a-f]+:}}	8b 64 24 08
	mov 8(%rsp),%rsp
# CHECK: {{[0-9a-f]+:}}	94
	xchg %rsp,%rax
# CHECK: {{[0-9a-f]+:}}	0f 45 e0
	cmovne %rax,%rsp
# CHECK: {{[0-9a-f]+:}}	ff c4
	inc %rsp
