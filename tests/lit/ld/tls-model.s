# SPDX-License-Identifier: Apache-2.0
#
# Thread-local storage is local-exec.
# RUN: %zvm-as %s -o %t.o
# RUN: not %zvm-ld -e 0x20020 %t.o -o %t 2>&1 | FileCheck %s
# CHECK: R_X86_64_TLSGD: thread-local storage is local-exec; compile with -ftls-model=local-exec
	.text
	lea variable@tlsgd(%rip),%rdi
	.section .tdata,"awT",@progbits
variable:
	.long 1
