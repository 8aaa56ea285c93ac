# SPDX-License-Identifier: Apache-2.0
#
# Rule table: implicit address registers and cache control.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'xlat' is not allowed in a ZeroVM program: it addresses memory through an implicit 64-bit register
	xlat
# CHECK: [[#@LINE+1]]: Error: 'maskmovdqu' is not allowed in a ZeroVM program: it addresses memory
	maskmovdqu %xmm0,%xmm1
# CHECK: [[#@LINE+1]]: Error: 'maskmovq' is not allowed in a ZeroVM program: it addresses memory
	maskmovq %mm0,%mm1
# CHECK: [[#@LINE+1]]: Error: 'clflush' is not allowed in a ZeroVM program: it flushes or bypasses the cache
	clflush (%rax)
# CHECK: [[#@LINE+1]]: Error: 'clzero' is not allowed in a ZeroVM program: it belongs to no ISA level
	clzero
