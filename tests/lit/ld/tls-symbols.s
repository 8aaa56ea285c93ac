# SPDX-License-Identifier: Apache-2.0
#
# The shape of thread-local storage, for the libc.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-ld -e 0x20020 %t.o -o %t
# RUN: %zvm-objdump -s -j .rodata %t | FileCheck %s
# CHECK: {{[0-9a-f]+}} 04000000 80000000 40000000
	.text
	hlt
	.section .rodata
	.long __zvm_tls_filesz,__zvm_tls_memsz,__zvm_tls_align
	.long __zvm_tls_start
	.section .tdata,"awT",@progbits
	.long 1
	.section .tbss,"awT",@nobits
	.p2align 6
	.skip 64
