# SPDX-License-Identifier: Apache-2.0
#
# Rule table: the flags register as a whole.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'pushf' is not allowed in a ZeroVM program: it reads or writes flags
	pushf
# CHECK: [[#@LINE+1]]: Error: 'popf' is not allowed in a ZeroVM program: it reads or writes flags
	popfq
