// SPDX-License-Identifier: Apache-2.0
// A target attribute can't smuggle in what -mavx may not.
// RUN: not %zvm-gcc -O2 -c %s -o %t.o 2>&1 | FileCheck %s

__attribute__((target("avx2"))) int wide(int a)
{
	return a;
}

// CHECK: above ISA level x86-64-v2
