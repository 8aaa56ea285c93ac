# SPDX-License-Identifier: Apache-2.0
#
# Rule deterministic: the identity of the machine.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'cpuid' is not allowed in a ZeroVM program: its result differs between machines
	cpuid
# CHECK: [[#@LINE+1]]: Error: 'rdpid' is not allowed in a ZeroVM program: its result differs between machines
	rdpid %rax
# CHECK: [[#@LINE+1]]: Error: 'xgetbv' is not allowed in a ZeroVM program: its result differs between machines
	xgetbv
