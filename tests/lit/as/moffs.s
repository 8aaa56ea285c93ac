# SPDX-License-Identifier: Apache-2.0
#
# Rule memory: 64-bit absolute addresses.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'movabs' is not allowed in a ZeroVM program: a 64-bit absolute address
	movabs 0x123456789a,%eax
# CHECK: [[#@LINE+1]]: Error: 'movabs' is not allowed in a ZeroVM program: a 64-bit absolute address
	movabs %al,0x123456789a
