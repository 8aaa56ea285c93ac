# SPDX-License-Identifier: Apache-2.0
#
# xchg with memory locks the bus: moves through a saved scratch register.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: mov {{.*}}%r11,-0x88(%esp)
# CHECK-NEXT: 67 44 8b {{.*}}mov {{.*}}{{(0x0)?}}(%edi),%r11d
# CHECK-NEXT: 67 89 {{.*}}mov {{.*}}%eax,{{(0x0)?}}(%edi)
# CHECK-NEXT: 44 89 d8 {{.*}}mov {{.*}}%r11d,%eax
# CHECK-NEXT: mov {{.*}}-0x88(%esp),%r11
	xchg %eax,(%rdi)
# CHECK: mov {{.*}}%r10,-0x88(%esp)
# CHECK: 67 45 8a {{.*}}mov {{.*}}{{(0x0)?}}(%r11d),%r10b
# CHECK: 67 41 88 {{.*}}mov {{.*}}%cl,{{(0x0)?}}(%r11d)
# CHECK: 44 88 d1 {{.*}}mov {{.*}}%r10b,%cl
	xchg %cl,(%r11)
# CHECK: mov {{.*}}%r9,-0x88(%esp)
# CHECK: mov {{.*}}-0x88(%esp),%r9
	xchg %r11,(%r10)
# CHECK-NOT: -0x88
# CHECK: 87 d1
	xchg %edx,%ecx
