# SPDX-License-Identifier: Apache-2.0
#
# cmpxchg between registers differs between processors.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'cmpxchg' is not allowed in a ZeroVM program: of two registers differs between processors
	cmpxchg %eax,%ecx
