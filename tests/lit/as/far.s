# SPDX-License-Identifier: Apache-2.0
#
# Rule table: far transfers.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'lret' is not allowed in a ZeroVM program: it is a far transfer (use ret)
	lret
# CHECK: [[#@LINE+1]]: Error: 'iret' is not allowed in a ZeroVM program: it is a far transfer
	iretq
# CHECK: [[#@LINE+1]]: Error: 'ljmp' is not allowed in a ZeroVM program: it is a far transfer
	ljmp *(%rax)
# CHECK: [[#@LINE+1]]: Error: 'lcall' is not allowed in a ZeroVM program: it is a far transfer
	lcall *(%rax)
