# SPDX-License-Identifier: Apache-2.0
#
# Rule table: loop and jrcxz.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'loop' is not allowed in a ZeroVM program: its target cannot be checked in one way
1:	loop 1b
# CHECK: [[#@LINE+1]]: Error: 'loopne' is not allowed in a ZeroVM program: its target
	loopne 1b
# CHECK: [[#@LINE+1]]: Error: 'jrcxz' is not allowed in a ZeroVM program: its target
	jrcxz 1b
# CHECK: [[#@LINE+1]]: Error: 'jecxz' is not allowed in a ZeroVM program: its target
	jecxz 1b
