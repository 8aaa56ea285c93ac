# SPDX-License-Identifier: Apache-2.0
#
# Rule table: the direction flag stays clear.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'std' is not allowed in a ZeroVM program: it reads or writes flags that belong to the host (move downwards
	std
