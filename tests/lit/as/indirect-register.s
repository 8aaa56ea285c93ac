# SPDX-License-Identifier: Apache-2.0
#
# Rule indirect: and $-32 and the branch are one unit; a call ends its bundle.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 0:	83 e0 e0 {{.*}}and
# CHECK-NEXT: 3:	ff e0 {{.*}}jmp
	jmp *%rax
# CHECK-NEXT: 5:	41 83 e4 e0 {{.*}}and
# CHECK-NEXT: 9:	41 ff e4 {{.*}}jmp
	jmp *%r12
# CHECK: 1b:	83 e3 e0 {{.*}}and
# CHECK-NEXT: 1e:	ff d3 {{.*}}call
	call *%rbx
# CHECK: 39:	41 83 e7 e0 {{.*}}and
# CHECK-NEXT: 3d:	41 ff d7 {{.*}}call
	call *%r15
# CHECK-NEXT: 40:	83 e1 e0 {{.*}}and
# CHECK-NEXT: 43:	ff e1 {{.*}}jmp
	notrack jmp *%rcx
