# SPDX-License-Identifier: Apache-2.0
#
# Rule deterministic: clocks and counters.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'rdtsc' is not allowed in a ZeroVM program: its result differs between runs (use clock_gettime)
	rdtsc
# CHECK: [[#@LINE+1]]: Error: 'rdtscp' is not allowed in a ZeroVM program: its result differs between runs (use clock_gettime)
	rdtscp
# CHECK: [[#@LINE+1]]: Error: 'rdpmc' is not allowed in a ZeroVM program: its result differs between runs (use clock_gettime)
	rdpmc
