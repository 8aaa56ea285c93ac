# SPDX-License-Identifier: Apache-2.0
#
# Rule return: the masked form, one locked group that no bundle cuts.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 0:	48 81 24 24 e0 ff ff 7f {{.*}}andq
# CHECK-NEXT: 8:	c3
	ret
# CHECK: 9:	48 81 24 24 e0 ff ff 7f {{.*}}andq
# CHECK-NEXT: 11:	c3
	rep ret
# CHECK: 12:	48 81 24 24 e0 ff ff 7f {{.*}}andq
# CHECK-NEXT: 1a:	c3
	retq
# CHECK-NEXT: 1b:	{{.*}}nop
# CHECK-NEXT: 20:	48 81 24 24 e0 ff ff 7f {{.*}}andq
# CHECK-NEXT: 28:	c3
	ret
