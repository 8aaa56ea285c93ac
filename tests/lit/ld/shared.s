# SPDX-License-Identifier: Apache-2.0
#
# There is no dynamic linking; -pie has no effect.
# RUN: %zvm-as %s -o %t.o
# RUN: not %zvm-ld -shared %t.o -o %t 2>&1 | FileCheck %s
# RUN: %zvm-ld -pie -e 0x20020 %t.o -o %t.pie
# RUN: %zvm-ld -e 0x20020 %t.o -o %t.exe
# RUN: cmp %t.pie %t.exe
# RUN: not %zvm-ld -z execstack %t.o -o %t 2>&1 | FileCheck --check-prefix=STACK %s
# CHECK: -shared: a ZeroVM program is static
# STACK: -z execstack: no page of a ZeroVM program is writable and executable
	.text
	hlt
