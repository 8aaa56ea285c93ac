# SPDX-License-Identifier: Apache-2.0
#
# .byte is the way to write what the assembler does not touch.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 0f 31 {{.*}}rdtsc
	.byte 0x0f,0x31
# CHECK: c3 {{.*}}ret
	.byte 0xc3
