# SPDX-License-Identifier: Apache-2.0
#
# Rule deterministic: approximations.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'rcpps' is not allowed in a ZeroVM program: its last bits differ between processors
	rcpps %xmm0,%xmm1
# CHECK: [[#@LINE+1]]: Error: 'rcpss' is not allowed in a ZeroVM program: its last bits differ between processors
	rcpss %xmm0,%xmm1
# CHECK: [[#@LINE+1]]: Error: 'rsqrtps' is not allowed in a ZeroVM program: its last bits differ between processors
	rsqrtps %xmm0,%xmm1
# CHECK: [[#@LINE+1]]: Error: 'rsqrtss' is not allowed in a ZeroVM program: its last bits differ between processors
	rsqrtss %xmm0,%xmm1
