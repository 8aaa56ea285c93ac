# SPDX-License-Identifier: Apache-2.0
#
# Branch hints, bnd and notrack are dropped.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 0:	74 {{.*}}je
	je,pt f
# CHECK-NEXT: 2:	75 {{.*}}jne
	jne,pn f
# CHECK-NEXT: 4:	eb {{.*}}jmp
	bnd jmp f
	nop
f:
	nop
