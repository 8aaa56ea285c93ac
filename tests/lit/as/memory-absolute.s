# SPDX-License-Identifier: Apache-2.0
#
# Rule memory: absolute operands inside the image have no 67, others do.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: {{[0-9a-f]+:}}	8b 04 25 00 00 00 00
	mov value,%eax
# CHECK: {{[0-9a-f]+:}}	8b 0c 25 00 00 01 00
	mov 0x10000,%ecx
# CHECK: {{[0-9a-f]+:}}	8b 0c 25 fc ff ff 7f
	mov 0x7ffffffc,%ecx
# CHECK: 67 8b 0c 25 ff ff 00 00
	mov 0xffff,%ecx
# CHECK: 67 8b 0c 25 08 00 00 00
	mov 8,%ecx
