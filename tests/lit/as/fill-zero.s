# SPDX-License-Identifier: Apache-2.0
#
# Zero bytes in code decode as a store.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: zero fill in code decodes as a store
	.skip 8
# CHECK: [[#@LINE+1]]: Error: zero fill in code decodes as a store
	.fill 4,1,0
	.fill 4,1,0xf4
	.data
	.skip 8
