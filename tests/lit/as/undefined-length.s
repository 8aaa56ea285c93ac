# SPDX-License-Identifier: Apache-2.0
#
# Rule table: ud0 and ud1; ud2 is the one to use.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'ud0' is not allowed in a ZeroVM program: its length differs between processors (use ud2)
	ud0 %eax,%eax
# CHECK: [[#@LINE+1]]: Error: 'ud1' is not allowed in a ZeroVM program: its length differs
	ud1 %eax,%eax
	ud2
	hlt
