# SPDX-License-Identifier: Apache-2.0
#
# Rule stack: what cannot be narrowed.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'pop %rsp' is not allowed in a ZeroVM program: it writes all 64 bits of %rsp
	pop %rsp
# CHECK: [[#@LINE+1]]: Error: 'enter' is not allowed in a ZeroVM program: it writes all 64 bits
	enter $8,$0
# CHECK: [[#@LINE+1]]: Error: 'bswap' is not allowed in a ZeroVM program: it writes all 64 bits
	bswap %rsp
# CHECK: [[#@LINE+1]]: Error: 'movsl' is not allowed in a ZeroVM program: it writes all 64 bits
	movslq %eax,%rsp
# CHECK: [[#@LINE+1]]: Error: 'movq' is not allowed in a ZeroVM program: it writes all 64 bits
	movq %xmm0,%rsp
# CHECK: [[#@LINE+1]]: Error: 'cvttsd2si' is not allowed in a ZeroVM program: it writes all 64 bits
	cvttsd2si %xmm0,%rsp
# CHECK: [[#@LINE+1]]: Error: 'popcnt' is not allowed in a ZeroVM program: it writes all 64 bits
	popcnt %rax,%rsp
# CHECK: [[#@LINE+1]]: Error: 'movabs' is not allowed in a ZeroVM program: it writes all 64 bits
	movabs $0x123456789,%rsp
