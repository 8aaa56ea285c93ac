# SPDX-License-Identifier: Apache-2.0
#
# Rule deterministic: random numbers.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'rdrand' is not allowed in a ZeroVM program: its result is random
	rdrand %eax
# CHECK: [[#@LINE+1]]: Error: 'rdseed' is not allowed in a ZeroVM program: its result is random
	rdseed %rax
