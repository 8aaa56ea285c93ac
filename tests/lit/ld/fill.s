# SPDX-License-Identifier: Apache-2.0
#
# Between and behind pieces of code stands hlt, also with ld -r.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-ld -r %t.o %t.o -o %t.r -z muldefs
# RUN: %zvm-ld -e 0x20020 %t.r -o %t
# RUN: %zvm-objdump -s -j .text %t | FileCheck %s
# CHECK: 20020 90f4f4f4 f4f4f4f4 f4f4f4f4 f4f4f4f4
# CHECK: 20040 90f4f4f4 f4f4f4f4 f4f4f4f4 f4f4f4f4
# CHECK: 20050 f4f4f4f4 f4f4f4f4 f4f4f4f4 f4f4f4f4
	.text
	nop
