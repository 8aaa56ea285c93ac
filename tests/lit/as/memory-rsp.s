# SPDX-License-Identifier: Apache-2.0
#
# Rule memory: (%rsp) with a displacement that cannot go far needs no 67.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: {{[0-9a-f]+:}}	8b 04 24
	mov (%rsp),%eax
# CHECK: {{[0-9a-f]+:}}	8b 44 24 08
	mov 8(%rsp),%eax
# CHECK: 8b 44 24 80
	mov -128(%rsp),%eax
# CHECK: 8b 84 24 ff ff ff 7f
	mov 0x7fffffff(%rsp),%eax
# CHECK: 8b 4c 24 08
	mov 8(%esp),%ecx
