# SPDX-License-Identifier: Apache-2.0
#
# lea accesses nothing: 67 stays only where it changes the result.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: {{[0-9a-f]+:}}	48 8d 04 37
	lea (%rdi,%rsi),%rax
# CHECK: 67 48 8d 04 37
	lea (%edi,%esi),%rax
# CHECK: {{[0-9a-f]+:}}	8d 04 37
	lea (%edi,%esi),%eax
# CHECK: {{[0-9a-f]+:}}	8d 05
	lea value(%eip),%eax
