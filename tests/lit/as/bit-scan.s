# SPDX-License-Identifier: Apache-2.0
#
# rep bsf is tzcnt on newer processors: the prefix goes.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: {{[0-9a-f]+:}}	0f bc c8
	rep bsf %eax,%ecx
# CHECK: 48 0f bd c8
	bsr %rax,%rcx
# CHECK: f3 90
	rep; nop
# CHECK: f3 90
	pause
