# SPDX-License-Identifier: Apache-2.0
#
# Non-temporal moves become ordinary ones.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 67 48 89 07
	movnti %rax,(%rdi)
# CHECK: 67 66 0f 7f 0f
	movntdq %xmm1,(%rdi)
# CHECK: {{[0-9a-f]+:}}	0f 29 14 24
	movntps %xmm2,(%rsp)
# CHECK: 66 0f 29 14 24
	movntpd %xmm2,(%rsp)
# CHECK: 67 66 44 0f 6f 0e
	movntdqa (%rsi),%xmm9
# CHECK: 67 0f 7f 07
	movntq %mm0,(%rdi)
