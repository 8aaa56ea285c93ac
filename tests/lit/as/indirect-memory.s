# SPDX-License-Identifier: Apache-2.0
#
# Rule indirect: through memory by way of %r11.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -dr --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 67 44 8b {{.*}}mov {{.*}}(%eax),%r11d
# CHECK-NEXT: 41 83 e3 e0 {{.*}}and
# CHECK-NEXT: 41 ff e3 {{.*}}jmp
	jmp *(%rax)
# CHECK: mov {{.*}}8(%{{r|e}}sp),%r11d
# CHECK: 1d:	41 ff d3 {{.*}}call
	call *8(%rsp)
# CHECK: {{[0-9a-f]+:}}	44 8b 1d 00 00 00 00
# CHECK: R_X86_64_PC32	pointer-0x4
# CHECK: 3d:	41 ff d3 {{.*}}call
	call *pointer(%rip)
# CHECK: 67 44 8b 1c c5 00 00
	jmp *table(,%rax,8)
