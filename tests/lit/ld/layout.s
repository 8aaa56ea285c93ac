# SPDX-License-Identifier: Apache-2.0
#
# The program file: one text segment of whole bundles, then data; no headers
# in memory, the notes in their segment, the ISA level marked.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-ld --build-id %t.o -o %t
# RUN: %zvm-readelf -lW %t | FileCheck %s
# RUN: %zvm-readelf -n %t | FileCheck --check-prefix=NOTE %s
# RUN: %zvm-validate %t
# CHECK: Entry point 0x20020
# CHECK: LOAD {{ *0x[0-9a-f]+}} 0x00020000 0x00020000 0x00040 0x00040 R E 0x1000
# CHECK: LOAD {{ *0x[0-9a-f]+}} 0x00021000 {{.*}} R   0x1000
# CHECK: LOAD {{ *0x[0-9a-f]+}} 0x00022000 {{.*}} RW  0x1000
# CHECK: NOTE
# CHECK: TLS
# CHECK: GNU_STACK {{.*}} RW
# NOTE: x86 ISA needed: x86-64-v2
# NOTE: Build ID
# NOTE: ZeroVM
	.section .note.ZeroVM,"a",@note
	.balign 4
	.long 7,12,1
	.asciz "ZeroVM"
	.balign 4
	.long 1,0,0
	.text
	.globl _start
	.type _start,@function
_start:	hlt
	.section .rodata
	.long 1
	.data
	.long 2
	.section .tdata,"awT",@progbits
	.long 3
	.bss
	.skip 5000
