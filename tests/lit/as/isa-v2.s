# SPDX-License-Identifier: Apache-2.0
#
# Rule isa: x86-64-v2 is available.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 67 f3 48 0f b8 07
	popcnt (%rdi),%rax
# CHECK: f2 48 0f 38 f1 c8
	crc32q %rax,%rcx
# CHECK: 67 66 0f 3a 63 0f 01
	pcmpistri $1,(%rdi),%xmm1
# CHECK: 66 0f 38 00 c8
	pshufb %xmm0,%xmm1
# CHECK: 67 db 0f
	fisttpl (%rdi)
# CHECK: 9f
	lahf
