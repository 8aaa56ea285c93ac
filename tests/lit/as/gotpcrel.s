# SPDX-License-Identifier: Apache-2.0
#
# No relaxable relocation: the linker does not rewrite instructions.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -dr --insn-width=12 %t.o | FileCheck %s
	.text
# CHECK: R_X86_64_GOTPCREL	value-0x4
	mov value@GOTPCREL(%rip),%eax
# CHECK-NOT: GOTPCRELX
# CHECK: R_X86_64_GOTPCREL	f-0x4
	call *f@GOTPCREL(%rip)
