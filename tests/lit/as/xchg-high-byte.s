# SPDX-License-Identifier: Apache-2.0
#
# xchg of a high byte register and memory has no replacement.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'xchg' is not allowed in a ZeroVM program: of %ah, %bh, %ch or %dh and memory has no replacement
	xchg %ah,(%rdi)
