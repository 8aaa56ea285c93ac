/* SPDX-License-Identifier: Apache-2.0
 *
 * memcpy and memmove, one function: SSE2, any alignment, any overlap.
 *
 * Up to 128 bytes everything is loaded before anything is stored, which makes
 * overlap harmless. Beyond, a loop of 64 bytes runs in the safe direction
 * with aligned stores; both ends are held in registers and stored last.
 * Addresses are 32-bit: the upper halves of the arguments are undefined.
 * No non-temporal stores: the sandbox does not admit them.
 */
	.text
	.p2align 5
	.globl	memcpy
	.type	memcpy, @function
	.globl	memmove
	.type	memmove, @function
memcpy:
memmove:
	movl	%edi, %eax
	cmpl	$16, %edx
	jb	.Lbelow16
	cmpl	$32, %edx
	ja	.Labove32
	movups	(%esi), %xmm0
	movups	-16(%esi,%edx), %xmm1
	movups	%xmm0, (%edi)
	movups	%xmm1, -16(%edi,%edx)
	ret

	.p2align 4
.Labove32:
	cmpl	$64, %edx
	ja	.Labove64
	movups	(%esi), %xmm0
	movups	16(%esi), %xmm1
	movups	-32(%esi,%edx), %xmm2
	movups	-16(%esi,%edx), %xmm3
	movups	%xmm0, (%edi)
	movups	%xmm1, 16(%edi)
	movups	%xmm2, -32(%edi,%edx)
	movups	%xmm3, -16(%edi,%edx)
	ret

	.p2align 4
.Labove64:
	cmpl	$128, %edx
	ja	.Labove128
	movups	(%esi), %xmm0
	movups	16(%esi), %xmm1
	movups	32(%esi), %xmm2
	movups	48(%esi), %xmm3
	movups	-64(%esi,%edx), %xmm4
	movups	-48(%esi,%edx), %xmm5
	movups	-32(%esi,%edx), %xmm6
	movups	-16(%esi,%edx), %xmm7
	movups	%xmm0, (%edi)
	movups	%xmm1, 16(%edi)
	movups	%xmm2, 32(%edi)
	movups	%xmm3, 48(%edi)
	movups	%xmm4, -64(%edi,%edx)
	movups	%xmm5, -48(%edi,%edx)
	movups	%xmm6, -32(%edi,%edx)
	movups	%xmm7, -16(%edi,%edx)
	ret

	.p2align 4
.Lbelow16:
	cmpl	$8, %edx
	jb	.Lbelow8
	movq	(%esi), %rcx
	movq	-8(%esi,%edx), %r8
	movq	%rcx, (%edi)
	movq	%r8, -8(%edi,%edx)
	ret

	.p2align 4
.Lbelow8:
	cmpl	$4, %edx
	jb	.Lbelow4
	movl	(%esi), %ecx
	movl	-4(%esi,%edx), %r8d
	movl	%ecx, (%edi)
	movl	%r8d, -4(%edi,%edx)
	ret

	.p2align 4
.Lbelow4:
	testl	%edx, %edx
	jz	.Ldone
	/* First, middle and last byte: for 1, 2 and 3 bytes that is all. */
	movl	%edx, %r9d
	shrl	$1, %r9d
	movzbl	(%esi), %ecx
	movzbl	(%esi,%r9d), %r8d
	movzbl	-1(%esi,%edx), %r10d
	movb	%cl, (%edi)
	movb	%r8b, (%edi,%r9d)
	movb	%r10b, -1(%edi,%edx)
.Ldone:
	ret

	.p2align 4
.Labove128:
	/* Both ends, to be stored when the middle is done. */
	movups	(%esi), %xmm4
	movups	16(%esi), %xmm5
	movups	32(%esi), %xmm6
	movups	48(%esi), %xmm7
	movups	-64(%esi,%edx), %xmm8
	movups	-48(%esi,%edx), %xmm9
	movups	-32(%esi,%edx), %xmm10
	movups	-16(%esi,%edx), %xmm11
	leal	(%edi,%edx), %r9d	/* end of the destination */
	movl	%edi, %ecx
	subl	%esi, %ecx		/* destination - source, modulo 2^32 */
	cmpl	%edx, %ecx
	jb	.Lbackward

	leal	64(%rdi), %r8d
	andl	$-64, %r8d		/* first aligned byte, 1..64 beyond */
	leal	-64(%r9), %r10d
	movl	%r8d, %edx
	subl	%ecx, %edx		/* where it comes from */
	.p2align 5
.Lforward_loop:
	movups	(%edx), %xmm0
	movups	16(%edx), %xmm1
	movups	32(%edx), %xmm2
	movups	48(%edx), %xmm3
	addl	$64, %edx
	movaps	%xmm0, (%r8d)
	movaps	%xmm1, 16(%r8d)
	movaps	%xmm2, 32(%r8d)
	movaps	%xmm3, 48(%r8d)
	addl	$64, %r8d
	cmpl	%r10d, %r8d
	jb	.Lforward_loop
	jmp	.Lends

	.p2align 4
.Lbackward:
	leal	-1(%r9), %r8d
	andl	$-64, %r8d		/* last aligned byte, 1..64 before the end */
	leal	64(%rdi), %r10d
	movl	%r8d, %edx
	subl	%ecx, %edx
	.p2align 5
.Lbackward_loop:
	movups	-16(%edx), %xmm0
	movups	-32(%edx), %xmm1
	movups	-48(%edx), %xmm2
	movups	-64(%edx), %xmm3
	subl	$64, %edx
	movaps	%xmm0, -16(%r8d)
	movaps	%xmm1, -32(%r8d)
	movaps	%xmm2, -48(%r8d)
	movaps	%xmm3, -64(%r8d)
	subl	$64, %r8d
	cmpl	%r10d, %r8d
	ja	.Lbackward_loop

.Lends:
	movups	%xmm4, (%edi)
	movups	%xmm5, 16(%edi)
	movups	%xmm6, 32(%edi)
	movups	%xmm7, 48(%edi)
	movups	%xmm8, -64(%r9d)
	movups	%xmm9, -48(%r9d)
	movups	%xmm10, -32(%r9d)
	movups	%xmm11, -16(%r9d)
	ret
	.size	memcpy, . - memcpy
	.size	memmove, . - memmove

	.section .note.GNU-stack,"",@progbits
