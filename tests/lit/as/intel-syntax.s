# SPDX-License-Identifier: Apache-2.0
#
# The rules hold in either syntax.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.intel_syntax noprefix
	.text
# CHECK: 67 8b 07
	mov eax, [rdi]
# CHECK: 83 c4 10
	add rsp, 16
# CHECK: 83 e0 e0
# CHECK: ff e0
	jmp rax
# CHECK: 67 44 8b 18
	jmp QWORD PTR [rax]
# CHECK: 48 81 24 24
	ret
