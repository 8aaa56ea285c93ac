# SPDX-License-Identifier: Apache-2.0
#
# Rule prefix: prefixes that have no use.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'rex' is not allowed in a ZeroVM program: the assembler chooses the prefix
	rex.w nop
# CHECK: [[#@LINE+1]]: Error: 'call' is not allowed in a ZeroVM program: a branch has no operand size
	data16 call f
# CHECK: [[#@LINE+1]]: Error: invalid instruction `add' after `rep'
	rep add %eax,%ecx
