// SPDX-License-Identifier: Apache-2.0
// Every function starts a bundle, at -Os and against -falign-functions too:
// its address may be taken in another file.
// RUN: %zvm-gcc -Os -c %s -o %t.o
// RUN: %zvm-nm %t.o | FileCheck %s
// RUN: %zvm-gcc -O2 -falign-functions=1 -c %s -o %t.o
// RUN: %zvm-nm %t.o | FileCheck %s
// RUN: %zvm-gcc -O0 -ffunction-sections -c %s -o %t.o
// RUN: %zvm-readelf -SW %t.o | FileCheck %s --check-prefix=SECTIONS

int first(int a)
{
	return a + 1;
}
int second(int a)
{
	return a * a;
}
int third(int a)
{
	return first(a) - second(a);
}

// CHECK: {{^[0-9a-f]*[02468ace]0}} T first
// CHECK: {{^[0-9a-f]*[02468ace]0}} T second
// CHECK: {{^[0-9a-f]*[02468ace]0}} T third
// SECTIONS: .text.first {{.*}} AX 0 0 32
// SECTIONS: .text.second {{.*}} AX 0 0 32
