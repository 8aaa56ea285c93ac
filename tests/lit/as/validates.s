# SPDX-License-Identifier: Apache-2.0
#
# What the assembler makes of everything above passes the validator.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-ld %t.o -o %t
# RUN: %zvm-validate %t
	.section .note.ZeroVM,"a",@note
	.balign 4
	.long 7,12,1
	.asciz "ZeroVM"
	.balign 4
	.long 1,0,0
	.text
	.globl _start
	.type _start,@function
_start:
	mov (%rdi),%eax
	mov -800(%rsp),%eax
	mov value(%eip),%eax
	mov 8,%eax
	lea (%edi,%esi),%eax
	lock xadd %eax,(%rdi)
	xchg %r11,value(%rip)
	xchg %rax,%rax
	rep movsw
	call *(%rax)
	jmp *value(%rip)
	call 0x10040
	movntdqa (%rsi),%xmm1
	prefetchw (%rsi)
	prefetcht0 value(%rip)
	rep bsr %eax,%eax
	leave
	nopw 0(%rax,%rax,1)
	nopl (%rax)
	fstcw (%rsp)
	mov %rbp,%rsp
	cmpxchg16b (%rdi)
	{disp32} mov %eax,-8(%rsp)
	{rex} mov %eax,%ecx
1:	jne 1b
	ret
	.data
value:	.quad 0
