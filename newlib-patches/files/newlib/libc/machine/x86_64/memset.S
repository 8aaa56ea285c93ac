/* SPDX-License-Identifier: Apache-2.0
 *
 * memset with SSE2: overlapping unaligned stores at both ends, aligned ones
 * of 64 bytes a round between them. The upper halves of the arguments are
 * undefined, so everything is addressed with 32 bits.
 */
	.text
	.p2align 5
	.globl	memset
	.type	memset, @function
memset:
	movl	%edi, %eax
	movzbl	%sil, %esi
	imull	$0x01010101, %esi, %esi
	movd	%esi, %xmm0
	pshufd	$0, %xmm0, %xmm0
	cmpl	$16, %edx
	jb	.Lbelow16
	movups	%xmm0, (%edi)
	movups	%xmm0, -16(%edi,%edx)
	cmpl	$32, %edx
	jbe	.Ldone
	movups	%xmm0, 16(%edi)
	movups	%xmm0, -32(%edi,%edx)
	cmpl	$64, %edx
	jbe	.Ldone
	movups	%xmm0, 32(%edi)
	movups	%xmm0, 48(%edi)
	movups	%xmm0, -64(%edi,%edx)
	movups	%xmm0, -48(%edi,%edx)
	cmpl	$128, %edx
	jbe	.Ldone
	leal	-64(%edi,%edx), %edx
	addl	$64, %edi
	andl	$-64, %edi
	.p2align 5
.Lloop:
	movaps	%xmm0, (%edi)
	movaps	%xmm0, 16(%edi)
	movaps	%xmm0, 32(%edi)
	movaps	%xmm0, 48(%edi)
	addl	$64, %edi
	cmpl	%edx, %edi
	jb	.Lloop
.Ldone:
	ret

	.p2align 4
.Lbelow16:
	cmpl	$8, %edx
	jb	.Lbelow8
	movq	%xmm0, (%edi)
	movq	%xmm0, -8(%edi,%edx)
	ret

	.p2align 4
.Lbelow8:
	cmpl	$4, %edx
	jb	.Lbelow4
	movl	%esi, (%edi)
	movl	%esi, -4(%edi,%edx)
	ret

	.p2align 4
.Lbelow4:
	testl	%edx, %edx
	jz	.Ldone
	movl	%edx, %ecx
	shrl	$1, %ecx
	movb	%sil, (%edi)
	movb	%sil, (%edi,%ecx)
	movb	%sil, -1(%edi,%edx)
	ret
	.size	memset, . - memset

	.section .note.GNU-stack,"",@progbits
