# SPDX-License-Identifier: Apache-2.0
#
# Rule table: what leaves the program.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'syscall' is not allowed in a ZeroVM program: it leaves the program
	syscall
# CHECK: [[#@LINE+1]]: Error: 'sysenter' is not allowed in a ZeroVM program: it leaves the program
	sysenter
# CHECK: [[#@LINE+1]]: Error: 'int' is not allowed in a ZeroVM program: it leaves the program
	int $0x80
# CHECK: [[#@LINE+1]]: Error: 'int3' is not allowed in a ZeroVM program: it raises a trap
	int3
# CHECK: [[#@LINE+1]]: Error: 'in' is not allowed in a ZeroVM program: there are no ports
	in %dx,%al
# CHECK: [[#@LINE+1]]: Error: 'out' is not allowed in a ZeroVM program: there are no ports
	outb %al,$5
# CHECK: [[#@LINE+1]]: Error: 'vmcall' is not allowed in a ZeroVM program: it talks to a hypervisor
	vmcall
# CHECK: [[#@LINE+1]]: Error: 'vmmcall' is not allowed in a ZeroVM program: it talks to a hypervisor
	vmmcall
