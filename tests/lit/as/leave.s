# SPDX-License-Identifier: Apache-2.0
#
# Rule stack: leave becomes its two halves.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 0:	89 ec {{.*}}mov {{.*}}%ebp,%esp
# CHECK-NEXT: 2:	5d {{.*}}pop
	leave
# CHECK-NEXT: 3:	89 ec
	leaveq
