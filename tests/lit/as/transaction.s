# SPDX-License-Identifier: Apache-2.0
#
# Rule table: transactions, shadow stacks, bounds.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'xbegin' is not allowed in a ZeroVM program: a transaction hides a branch
	xbegin 1f
# CHECK: [[#@LINE+1]]: Error: 'xend' is not allowed in a ZeroVM program: a transaction
	xend
# CHECK: [[#@LINE+1]]: Error: 'xacquire' is not allowed in a ZeroVM program: a transaction
	xacquire lock addl $1,(%rax)
# CHECK: [[#@LINE+1]]: Error: 'rdsspq' is not allowed in a ZeroVM program: shadow stacks
	rdsspq %rax
# CHECK: [[#@LINE+1]]: Error: 'bndmk' is not allowed in a ZeroVM program: shadow stacks
	bndmk (%rax),%bnd0
1:
