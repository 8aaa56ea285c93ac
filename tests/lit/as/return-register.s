# SPDX-License-Identifier: Apache-2.0
#
# Rule return: --zvm-return=register, the form that does not speculate.
# RUN: %zvm-as --zvm-return=register %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
# RUN: not %zvm-as --zvm-return=other %s -o /dev/null 2>&1 | FileCheck --check-prefix=BAD %s
# BAD: invalid --zvm-return= option: {{.*}}other{{.*}} (masked or register)
	.text
# CHECK: 41 5b {{.*}}pop
# CHECK-NEXT: 41 83 e3 e0 {{.*}}and
# CHECK-NEXT: 41 ff e3 {{.*}}jmp
	ret
