# SPDX-License-Identifier: Apache-2.0
#
# Code has 64-bit mode only.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
	.code32
# CHECK: [[#@LINE+1]]: Error: 'hlt' is not allowed in a ZeroVM program: code has 64-bit mode only
	hlt
