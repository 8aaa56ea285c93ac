# SPDX-License-Identifier: Apache-2.0
#
# A function starts a bundle: by its .type, or it is an error.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
# RUN: not %zvm-as --defsym LATE=1 %s -o /dev/null 2>&1 | FileCheck --check-prefix=LATE %s
	.text
	nop
	.globl f
	.type f,@function
# CHECK: 00000020 <f>:
f:	ret
	.ifdef LATE
	.globl g
# LATE: Error: function 'g' does not start at a bundle start
g:	ret
	.type g,@function
	.endif
