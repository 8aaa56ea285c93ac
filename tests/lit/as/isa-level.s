# SPDX-License-Identifier: Apache-2.0
#
# Rule isa: nothing above x86-64-v2.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'tzcnt' is not allowed in a ZeroVM program: it needs the ISA level x86-64-v3
	tzcnt %eax,%eax
# CHECK: [[#@LINE+1]]: Error: 'lzcnt' is not allowed in a ZeroVM program: it needs the ISA level x86-64-v3
	lzcnt %eax,%eax
# CHECK: [[#@LINE+1]]: Error: 'vaddps' is not allowed in a ZeroVM program: it needs the ISA level x86-64-v3
	vaddps %ymm0,%ymm1,%ymm2
# CHECK: [[#@LINE+1]]: Error: 'andn' is not allowed in a ZeroVM program: it needs the ISA level x86-64-v3
	andn %eax,%ecx,%edx
# CHECK: [[#@LINE+1]]: Error: 'vfmadd132ps' is not allowed in a ZeroVM program: it needs the ISA level x86-64-v3
	vfmadd132ps %xmm0,%xmm1,%xmm2
# CHECK: [[#@LINE+1]]: Error: 'movbe' is not allowed in a ZeroVM program: it needs the ISA level x86-64-v3
	movbe (%rax),%ecx
# CHECK: [[#@LINE+1]]: Error: 'vpxord' is not allowed in a ZeroVM program: it belongs to no ISA level
	vpxord %zmm0,%zmm1,%zmm2
# CHECK: [[#@LINE+1]]: Error: 'aesenc' is not allowed in a ZeroVM program: it belongs to no ISA level
	aesenc %xmm0,%xmm1
# CHECK: [[#@LINE+1]]: Error: 'sha1msg1' is not allowed in a ZeroVM program: it belongs to no ISA level
	sha1msg1 %xmm0,%xmm1
# CHECK: [[#@LINE+1]]: Error: 'pfadd' is not allowed in a ZeroVM program: it belongs to no ISA level
	pfadd %mm0,%mm1
# CHECK: [[#@LINE+1]]: Error: 'movntsd' is not allowed in a ZeroVM program: it belongs to no ISA level
	movntsd %xmm0,(%rax)
