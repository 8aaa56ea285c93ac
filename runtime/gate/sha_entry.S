/* SPDX-License-Identifier: Apache-2.0
 *
 * The way into the one part of the gate that uses vector registers. It does so
 * with legacy SSE instructions only, which leave everything above the low 128
 * bits alone; those are saved here.
 */
	.text
	.globl	zvm_sha_blocks
	.type	zvm_sha_blocks, @function
	.balign	32
zvm_sha_blocks:
	subq	$16 * 16 + 8, %rsp
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	movups	%xmm\n, 16 * \n(%rsp)
	.endr
	call	zvm_sha_blocks_inside
	.irp	n, 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	movups	16 * \n(%rsp), %xmm\n
	.endr
	addq	$16 * 16 + 8, %rsp
	ret
	.size	zvm_sha_blocks, . - zvm_sha_blocks

	.section .note.GNU-stack,"",@progbits
