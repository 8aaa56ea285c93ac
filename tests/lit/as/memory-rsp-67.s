# SPDX-License-Identifier: Apache-2.0
#
# Rule memory: an index or a negative 32-bit displacement from %rsp needs 67.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: 67 8b 84 24 7f ff ff ff
	mov -129(%rsp),%eax
# CHECK: 67 8b 04 04
	mov (%rsp,%rax),%eax
# CHECK: 67 8b 84 24 00 00 00
	mov value(%rsp),%eax
# CHECK: 67 8b 84 24 fc ff ff ff
	{disp32} mov -4(%rsp),%eax
