# SPDX-License-Identifier: Apache-2.0
#
# A branch to an undefined weak function leads to a trap, its address is 0.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-ld %t.o -o %t
# RUN: %zvm-objdump -d %t | FileCheck %s
# RUN: %zvm-validate %t
	.section .note.ZeroVM,"a",@note
	.balign 4
	.long 7,12,1
	.asciz "ZeroVM"
	.balign 4
	.long 1,0,0
	.text
	.weak missing
	.globl _start
	.type _start,@function
# CHECK: 20000:	f4
_start:
# CHECK: mov {{ *}}$0x0,%eax
	mov $missing,%eax
# CHECK: lea {{.*}}# 0 <
	lea missing(%rip),%ecx
# CHECK: call {{ *}}20000
	call missing
# CHECK: jmp {{ *}}20000
	jmp missing
# CHECK: mov {{.*}}# 20000
	mov missing(%rip),%eax
