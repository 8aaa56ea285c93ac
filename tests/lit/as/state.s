# SPDX-License-Identifier: Apache-2.0
#
# Rule table: saved processor state.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'fnstenv' is not allowed in a ZeroVM program: it moves processor state
	fnstenv (%rax)
# CHECK: [[#@LINE+1]]: Error: 'fstenv' is not allowed in a ZeroVM program: it moves processor state
	fstenv (%rax)
# CHECK: [[#@LINE+1]]: Error: 'fldenv' is not allowed in a ZeroVM program: it moves processor state
	fldenv (%rax)
# CHECK: [[#@LINE+1]]: Error: 'fnsave' is not allowed in a ZeroVM program: it moves processor state
	fnsave (%rax)
# CHECK: [[#@LINE+1]]: Error: 'frstor' is not allowed in a ZeroVM program: it moves processor state
	frstor (%rax)
# CHECK: [[#@LINE+1]]: Error: 'fxsave' is not allowed in a ZeroVM program: it moves processor state
	fxsave (%rax)
# CHECK: [[#@LINE+1]]: Error: 'fxrstor' is not allowed in a ZeroVM program: it moves processor state
	fxrstor (%rax)
# CHECK: [[#@LINE+1]]: Error: 'xsave' is not allowed in a ZeroVM program: it belongs to no ISA level
	xsave (%rax)
