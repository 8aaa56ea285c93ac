# SPDX-License-Identifier: Apache-2.0
#
# Rule table: privileged state.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'mov' is not allowed in a ZeroVM program: it is privileged
	mov %cr0,%rax
# CHECK: [[#@LINE+1]]: Error: 'mov' is not allowed in a ZeroVM program: it is privileged
	mov %rax,%dr7
# CHECK: [[#@LINE+1]]: Error: 'sgdt' is not allowed in a ZeroVM program: it is privileged
	sgdt (%rax)
# CHECK: [[#@LINE+1]]: Error: 'str' is not allowed in a ZeroVM program: it is privileged
	str %ax
# CHECK: [[#@LINE+1]]: Error: 'smsw' is not allowed in a ZeroVM program: it is privileged
	smsw %ax
# CHECK: [[#@LINE+1]]: Error: 'lsl' is not allowed in a ZeroVM program: it is privileged
	lsl %ax,%eax
# CHECK: [[#@LINE+1]]: Error: 'wrmsr' is not allowed in a ZeroVM program: it is privileged
	wrmsr
# CHECK: [[#@LINE+1]]: Error: 'monitor' is not allowed in a ZeroVM program: it is privileged
	monitor
