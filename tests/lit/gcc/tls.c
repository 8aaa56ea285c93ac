// SPDX-License-Identifier: Apache-2.0
// Thread-local storage goes through the C library's variable and is
// local-exec, whatever the flags say.
// RUN: %zvm-gcc -O2 -S %s -o - | FileCheck %s
// RUN: %zvm-gcc -O2 -fPIC -S %s -o - | FileCheck %s
// RUN: %zvm-gcc -O2 -fPIC -ftls-model=global-dynamic -S %s -o - | FileCheck %s
// RUN: %zvm-gcc -O0 -fpic -ftls-model=initial-exec -S %s -o - | FileCheck %s

extern __thread int elsewhere;
static __thread int here = 3;

int sum(void)
{
	return elsewhere + here++;
}
int *address(void)
{
	return &elsewhere;
}

// CHECK-NOT: %fs
// CHECK-NOT: __tls_get_addr
// CHECK-NOT: @{{(tlsgd|tlsld|dtpoff|gottpoff|indntpoff|gotntpoff|tlsdesc)}}
// CHECK: __zvm_tp
// CHECK: elsewhere@tpoff
// CHECK-NOT: %fs
// CHECK-NOT: __tls_get_addr
// CHECK-NOT: @{{(tlsgd|tlsld|dtpoff|gottpoff|indntpoff|gotntpoff|tlsdesc)}}
