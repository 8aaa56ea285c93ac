/* SPDX-License-Identifier: Apache-2.0
 *
 * From one stack to another. Besides the registers that a call preserves, a
 * thread has its own rounding modes and exception masks (MXCSR, x87 control
 * word). Exceptions that the x87 unit noted are moved to MXCSR's flags, where
 * fetestexcept looks too: then they go with the thread, and the long save of
 * the whole x87 environment is not needed.
 *
 * Frame, from the saved stack pointer up: MXCSR, control word, r15, r14, r13,
 * r12, rbx, rbp, return address. thread/create.c lays out the first one.
 */
	.text
	.p2align 5
	.globl	__zrt_switch
	.type	__zrt_switch, @function
__zrt_switch:
	.cfi_startproc
	pushq	%rbp
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %rbp, 0
	pushq	%rbx
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %rbx, 0
	pushq	%r12
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %r12, 0
	pushq	%r13
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %r13, 0
	pushq	%r14
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %r14, 0
	pushq	%r15
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %r15, 0
	subl	$8, %esp
	.cfi_adjust_cfa_offset 8
	stmxcsr	(%rsp)
	fnstcw	4(%rsp)
	fnstsw	%ax
	andl	$0x3f, %eax
	jz	1f
	orl	%eax, (%rsp)
	fnclex
1:	movl	%esp, (%edi)
	movl	%esi, %esp
	ldmxcsr	(%rsp)
	fldcw	4(%rsp)
	addl	$8, %esp
	.cfi_adjust_cfa_offset -8
	popq	%r15
	.cfi_adjust_cfa_offset -8
	.cfi_restore %r15
	popq	%r14
	.cfi_adjust_cfa_offset -8
	.cfi_restore %r14
	popq	%r13
	.cfi_adjust_cfa_offset -8
	.cfi_restore %r13
	popq	%r12
	.cfi_adjust_cfa_offset -8
	.cfi_restore %r12
	popq	%rbx
	.cfi_adjust_cfa_offset -8
	.cfi_restore %rbx
	popq	%rbp
	.cfi_adjust_cfa_offset -8
	.cfi_restore %rbp
	ret
	.cfi_endproc
	.size	__zrt_switch, . - __zrt_switch

/* void __zrt_call_on_stack(void (*function)(void *), void *argument, void *top)
 */
	.p2align 5
	.globl	__zrt_call_on_stack
	.type	__zrt_call_on_stack, @function
__zrt_call_on_stack:
	.cfi_startproc
	pushq	%rbp
	.cfi_adjust_cfa_offset 8
	.cfi_rel_offset %rbp, 0
	movl	%esp, %ebp
	.cfi_def_cfa_register %rbp
	movl	%edx, %esp
	andl	$-16, %esp
	movl	%edi, %eax
	movl	%esi, %edi
	call	*%rax
	movl	%ebp, %esp
	.cfi_def_cfa_register %rsp
	popq	%rbp
	.cfi_adjust_cfa_offset -8
	.cfi_restore %rbp
	ret
	.cfi_endproc
	.size	__zrt_call_on_stack, . - __zrt_call_on_stack

	.section .note.GNU-stack,"",@progbits
