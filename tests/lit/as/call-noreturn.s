# SPDX-License-Identifier: Apache-2.0
#
# A call that does not come back need not end its bundle.
# RUN: %zvm-as %s -o %t.o
# RUN: %zvm-objdump -d %t.o | FileCheck %s
	.text
# CHECK: 0:	e8 00 00 00 00
	call.noreturn abort
# CHECK-NEXT: 5:	83 e0 e0
# CHECK-NEXT: 8:	ff d0
	call.noreturn *%rax
# CHECK: 1b:	e8 00 00 00 00
	call abort
