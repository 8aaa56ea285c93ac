# SPDX-License-Identifier: Apache-2.0
#
# rep bsf is tzcnt on newer processors: the prefix goes. A scan of a register
# is skipped for zero, for which its result is undefined.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 0:	85 c0
# CHECK-NEXT: 74 03
# CHECK-NEXT: 4:	0f bc c8
# CHECK-NEXT: 7:	48 85 c0
	rep bsf %eax,%ecx
# CHECK-NEXT: 74 04
# CHECK-NEXT: 48 0f bd c8
	bsr %rax,%rcx
# CHECK: 4d 85 c9
# CHECK-NEXT: 74 04
# CHECK-NEXT: 4d 0f bc d1
	bsf %r9,%r10
# CHECK: 66 45 85 c9
# CHECK-NEXT: 74 05
# CHECK-NEXT: 66 41 0f bd c1
	bsr %r9w,%ax
# CHECK: 85 c0
# CHECK-NEXT: 74 04
# CHECK-NEXT: 44 0f bc e0
	bsf %eax,%r12d
# CHECK: 67 0f bc 00
	bsf (%rax),%eax
# CHECK: f3 90
	rep; nop
# CHECK: f3 90
	pause
