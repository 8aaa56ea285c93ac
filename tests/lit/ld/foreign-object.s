# SPDX-License-Identifier: Apache-2.0
#
# Objects of another class are named as such.
# RUN: echo 'x: .long 1' | gcc -x assembler -c - -o %t.o
# RUN: not %zvm-ld %t.o -o %t 2>&1 | FileCheck %s
# CHECK: i386:x86-64 architecture of input file {{.*}} is incompatible with i386:x64-32 output
