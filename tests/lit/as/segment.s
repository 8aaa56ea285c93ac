# SPDX-License-Identifier: Apache-2.0
#
# Rule segment: overrides and segment registers.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'fs' is not allowed in a ZeroVM program: segment overrides reach memory of the host
	mov %fs:0,%eax
# CHECK: [[#@LINE+1]]: Error: 'gs' is not allowed in a ZeroVM program: segment overrides
	mov %gs:(%rax),%eax
# CHECK: [[#@LINE+1]]: Error: 'mov' is not allowed in a ZeroVM program: segment registers and bases belong to the host
	mov %eax,%fs
# CHECK: [[#@LINE+1]]: Error: 'push' is not allowed in a ZeroVM program: segment registers
	push %gs
# CHECK: [[#@LINE+1]]: Error: 'wrfsbase' is not allowed in a ZeroVM program: segment registers
	wrfsbase %rax
# CHECK: [[#@LINE+1]]: Error: 'lss' is not allowed in a ZeroVM program: segment registers
	lss (%rax),%eax
