# SPDX-License-Identifier: Apache-2.0
#
# Longer encodings of earlier instructions take the place of padding nops.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# A displacement and an immediate of 32 bits for one of 8.
# CHECK: 0:	67 8b 87 08 00 00 00 {{.*}}mov {{ *}}0x8(%edi),%eax
	mov 8(%rdi),%eax
# CHECK-NEXT: 7:	81 c0 01 00 00 00 {{.*}}add
	add $1,%eax
# A negative one from %rsp needs 67 with it.
# CHECK-NEXT: d:	67 8b 8c 24 f8 ff ff ff {{.*}}mov {{ *}}-0x8(%esp),%ecx
	mov -8(%rsp),%ecx
# CHECK-NEXT: 15:	c7 c2 00 00 00 80 {{.*}}mov {{ *}}$0x80000000,%edx
	mov $0x80000000,%edx
# CHECK-NEXT: 1b:	e8
	call f
# Relocations stay where they are.
# CHECK-NEXT: 20:	67 89 88 00 00 00 00
	mov %ecx,value(%rax)
# CHECK-NEXT: 27:	8b 0d 00 00 00 00
	mov value(%rip),%ecx
# CHECK-NEXT: 2d:	0f 1f 00
	.p2align 4
# A label before a call: nothing before it is lengthened over it.
	mov 8(%rdi),%eax
# CHECK: <stays>:
stays:
# CHECK-NEXT: 34: {{.*}}nop
	call stays
