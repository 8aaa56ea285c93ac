# SPDX-License-Identifier: Apache-2.0
#
# Indirect functions need code that runs before the program.
# RUN: %zvm-as %s -o %t.o
# RUN: not %zvm-ld -e 0x20020 %t.o -o %t 2>&1 | FileCheck %s
# CHECK: chosen: indirect functions (ifunc) are not supported
	.text
	.globl chosen
	.type chosen,@gnu_indirect_function
	.p2align 5
chosen:	ret
	call chosen
