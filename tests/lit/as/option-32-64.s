# SPDX-License-Identifier: Apache-2.0
#
# There is one file class.
# RUN: not %zvm-as --64 %s -o /dev/null 2>&1 | FileCheck --check-prefix=SIXTYFOUR %s
# RUN: not %zvm-as --32 %s -o /dev/null 2>&1 | FileCheck --check-prefix=THIRTYTWO %s
# RUN: %zvm-as --x32 %s -o %t.o
# RUN: %zvm-readelf -h %t.o | FileCheck %s
# SIXTYFOUR: --64 is not supported: a ZeroVM program is ILP32
# THIRTYTWO: --32 is not supported: a ZeroVM program is ILP32
# CHECK: ELF32
# CHECK: X86-64
	.text
	hlt
