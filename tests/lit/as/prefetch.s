# SPDX-License-Identifier: Apache-2.0
#
# Rule prefetch: always 67, never non-temporal; rip-relative hints are dropped.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 67 0f 18 0c 24
	prefetcht0 (%rsp)
# CHECK: 67 0f 18 4f 40
	prefetchnta 64(%rdi)
# CHECK: 67 0f 18 1f
	prefetcht2 (%rdi)
# CHECK: 67 0f 18 0f
	prefetchw (%rdi)
# CHECK-NEXT: {{[0-9a-f]+:}}	90 {{.*}}nop
	prefetcht0 value(%rip)
