# SPDX-License-Identifier: Apache-2.0
#
# A segment override that names the default segment is no override.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 67 8b 07
	mov %ds:(%rdi),%eax
# CHECK: {{[0-9a-f]+:}}	8b 44 24 08
	mov %ss:8(%rsp),%eax
