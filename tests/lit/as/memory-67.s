# SPDX-License-Identifier: Apache-2.0
#
# Rule memory: 64-bit and 32-bit address registers give the 67 form.
# A byte of data between keeps padding from lengthening an instruction.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 67 8b 07
	mov (%rdi),%eax
	.byte 0x90
# CHECK: 67 8b 07
	mov (%edi),%eax
	.byte 0x90
# CHECK: 67 48 8b 4c d8 04
	mov 4(%rax,%rbx,8),%rcx
	.byte 0x90
# CHECK: 67 c7 04 85 00 00 00
	movl $1,table(,%rax,4)
	.byte 0x90
# CHECK: 67 4d 01 08
	add %r9,(%r8)
	.byte 0x90
# CHECK: 67 db 2f
	fldt (%rdi)
	.byte 0x90
# CHECK: 67 0f 28 1e
	movaps (%rsi),%xmm3
	.byte 0x90
# CHECK: 67 ff 30
	push (%rax)
	.byte 0x90
# CHECK: 67 8f 40 08
	pop 8(%rax)
	.byte 0x90
