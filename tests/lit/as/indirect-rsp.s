# SPDX-License-Identifier: Apache-2.0
#
# Rule indirect: the stack pointer cannot be the target register.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'jmp *%rsp' is not allowed in a ZeroVM program: the target must be masked
	jmp *%rsp
# CHECK: [[#@LINE+1]]: Error: 'call *%rsp' is not allowed in a ZeroVM program: the target must be masked
	call *%rsp
