# SPDX-License-Identifier: Apache-2.0
#
# Every executable section becomes part of the text, whatever its name.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-ld -e 0x20020 %t.o -o %t
# RUN: %zvm-readelf -SW %t | FileCheck %s
# CHECK: .text {{.*}} AX
# CHECK-NOT: AX
	.section .mine,"ax"
	hlt
	.section .init,"ax"
	hlt
