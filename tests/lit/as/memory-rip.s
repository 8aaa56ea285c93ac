# SPDX-License-Identifier: Apache-2.0
#
# Rule memory: rip-relative operands have no 67, also when written with %eip.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: {{[0-9a-f]+:}}	8b 05 00 00 00 00
	mov value(%rip),%eax
# CHECK: {{[0-9a-f]+:}}	8b 05 00 00 00 00
	mov value(%eip),%eax
# CHECK: {{[0-9a-f]+:}}	c6 05
	movb $1,value(%rip)
