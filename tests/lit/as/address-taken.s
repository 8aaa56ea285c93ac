# SPDX-License-Identifier: Apache-2.0
#
# A code address that is not a bundle start would lead elsewhere.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
	nop
# The label is the one behind the padding, if any.
inside:
	nop
	.p2align 5
aligned:
	hlt
# CHECK: [[#@LINE+1]]: Error: the address of 'inside' is taken, but it is not at a bundle start (add .p2align 5 before the label)
	mov $inside,%eax
	mov $aligned,%eax
# CHECK: [[#@LINE+1]]: Error: the address of 'inside' is taken
	lea inside(%rip),%eax
	lea aligned(%rip),%eax
	.section .rodata
# CHECK: [[#@LINE+1]]: Error: the address of 'inside' is taken
	.long inside
	.long aligned
	.long inside-aligned
