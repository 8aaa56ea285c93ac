// SPDX-License-Identifier: Apache-2.0
// A landing pad, which the unwinder jumps to, stands at a bundle start.
// RUN: %zvm-g++ -O2 -S %s -o %t.s
// RUN: FileCheck %s <%t.s
// RUN: %zvm-g++ -O0 -S %s -o %t.s
// RUN: FileCheck %s <%t.s
// RUN: %zvm-g++ -Os -fPIC -S %s -o %t.s
// RUN: FileCheck %s <%t.s

void may_throw();
void cleanup();

struct Guard {
	~Guard() { cleanup(); }
};

void guarded()
{
	Guard guard;
	may_throw();
}

// The label after the alignment is the one that the call-site table names.
// CHECK-LABEL: {{^}}_Z7guardedv:
// CHECK: .p2align 5
// CHECK-NEXT: {{^}}[[PAD:\.L[0-9]+]]:
// CHECK: .section .gcc_except_table
// CHECK: .uleb128 [[PAD]]-.LFB
