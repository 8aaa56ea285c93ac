/* SPDX-License-Identifier: Apache-2.0
 *
 * Saving and loading what a call preserves, in the order of mcontext_t
 * (<ucontext.h>), which starts at byte 32 of ucontext_t. As in setjmp, the
 * stack pointer is loaded with 32 bits, and nothing is pushed between that and
 * the jump.
 */
	.macro	save
	movq	%rbx, 32(%edi)
	movq	%rbp, 40(%edi)
	movq	%r12, 48(%edi)
	movq	%r13, 56(%edi)
	movq	%r14, 64(%edi)
	movq	%r15, 72(%edi)
	leal	8(%rsp), %eax
	movq	%rax, 80(%edi)
	movl	(%rsp), %eax
	movq	%rax, 88(%edi)
	stmxcsr	96(%edi)
	fnstcw	100(%edi)
	.endm

	.text
	.p2align 5
	.globl	getcontext
	.type	getcontext, @function
getcontext:
	save
	jmp	__zrt_context_saved
	.size	getcontext, . - getcontext

	.p2align 5
	.globl	swapcontext
	.type	swapcontext, @function
swapcontext:
	save
	jmp	__zrt_context_switch
	.size	swapcontext, . - swapcontext

	.p2align 5
	.globl	__zrt_context_load
	.type	__zrt_context_load, @function
__zrt_context_load:
	movq	32(%edi), %rbx
	movq	40(%edi), %rbp
	movq	48(%edi), %r12
	movq	56(%edi), %r13
	movq	64(%edi), %r14
	movq	72(%edi), %r15
	ldmxcsr	96(%edi)
	fldcw	100(%edi)
	xorl	%eax, %eax
	movl	88(%edi), %edx
	movl	80(%edi), %esp
	jmp	*%rdx
	.size	__zrt_context_load, . - __zrt_context_load

/* Where a made context starts: rbx holds the function, r12 its first six
 * arguments, r13 the context that follows; further arguments are on the
 * stack. */
	.p2align 5
	.globl	__zrt_context_start
	.type	__zrt_context_start, @function
__zrt_context_start:
	.cfi_startproc
	.cfi_undefined %rip
	movl	(%r12d), %edi
	movl	8(%r12d), %esi
	movl	16(%r12d), %edx
	movl	24(%r12d), %ecx
	movl	32(%r12d), %r8d
	movl	40(%r12d), %r9d
	xorl	%eax, %eax
	call	*%rbx
	movl	%r13d, %edi
	call	__zrt_context_end
	.cfi_endproc
	.size	__zrt_context_start, . - __zrt_context_start

	.section .note.GNU-stack,"",@progbits
