/* SPDX-License-Identifier: Apache-2.0
 *
 * setjmp and longjmp for ILP32 inside the sandbox.
 *
 * jmp_buf: rbx rbp r12 r13 r14 r15 rsp rip, eight bytes each. Registers are
 * saved whole: only their lower half holds a pointer, but r12-r15, rbx and
 * rbp may carry 64-bit integers. rsp is loaded with a 32-bit move, the only
 * kind that the validator admits. The return address is a bundle start,
 * because calls end their bundle, so the masked indirect jump reaches it
 * exactly.
 *
 * Hazard: nothing is pushed between the load of esp and the jump. Below the
 * restored stack pointer there may be nothing mapped.
 */
	.text
	.p2align 5
	.globl	setjmp
	.type	setjmp, @function
	.globl	_setjmp
	.type	_setjmp, @function
setjmp:
_setjmp:
	movq	%rbx, (%edi)
	movq	%rbp, 8(%edi)
	movq	%r12, 16(%edi)
	movq	%r13, 24(%edi)
	movq	%r14, 32(%edi)
	movq	%r15, 40(%edi)
	leal	8(%rsp), %eax
	movq	%rax, 48(%edi)
	movl	(%rsp), %eax
	movq	%rax, 56(%edi)
	xorl	%eax, %eax
	ret
	.size	setjmp, . - setjmp
	.size	_setjmp, . - _setjmp

	.p2align 5
	.globl	longjmp
	.type	longjmp, @function
	.globl	_longjmp
	.type	_longjmp, @function
longjmp:
_longjmp:
	cmpl	$1, %esi	/* longjmp(env, 0) returns 1 */
	adcl	$0, %esi
	movl	%esi, %eax
	movq	(%edi), %rbx
	movq	8(%edi), %rbp
	movq	16(%edi), %r12
	movq	24(%edi), %r13
	movq	32(%edi), %r14
	movq	40(%edi), %r15
	movl	56(%edi), %edx
	movl	48(%edi), %esp
	jmp	*%rdx
	.size	longjmp, . - longjmp
	.size	_longjmp, . - _longjmp

	.section .note.GNU-stack,"",@progbits
