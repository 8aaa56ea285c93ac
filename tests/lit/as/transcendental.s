# SPDX-License-Identifier: Apache-2.0
#
# Rule deterministic: x87 transcendental functions.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'fsin' is not allowed in a ZeroVM program: its last bits differ between processors (call
	fsin
# CHECK: [[#@LINE+1]]: Error: 'fcos' is not allowed in a ZeroVM program: its last bits differ between processors (call
	fcos
# CHECK: [[#@LINE+1]]: Error: 'fsincos' is not allowed in a ZeroVM program: its last bits differ between processors (call
	fsincos
# CHECK: [[#@LINE+1]]: Error: 'fptan' is not allowed in a ZeroVM program: its last bits differ between processors (call
	fptan
# CHECK: [[#@LINE+1]]: Error: 'fpatan' is not allowed in a ZeroVM program: its last bits differ between processors (call
	fpatan
# CHECK: [[#@LINE+1]]: Error: 'f2xm1' is not allowed in a ZeroVM program: its last bits differ between processors (call
	f2xm1
# CHECK: [[#@LINE+1]]: Error: 'fyl2x' is not allowed in a ZeroVM program: its last bits differ between processors (call
	fyl2x
# CHECK: [[#@LINE+1]]: Error: 'fyl2xp1' is not allowed in a ZeroVM program: its last bits differ between processors (call
	fyl2xp1
