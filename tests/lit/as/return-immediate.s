# SPDX-License-Identifier: Apache-2.0
#
# Rule stack: ret with an immediate.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'ret $n' is not allowed in a ZeroVM program: it moves %rsp behind the check
	ret $8
