/* SPDX-License-Identifier: Apache-2.0
 *
 * The symbols of the runtime calls: absolute addresses of gate slots, from
 * the table. A call to one is an ordinary direct call; there is no code here.
 */
#include "zvm_abi.h"

#define ZVM_GATE(number, name, result, parameters, line) \
	.globl	zvm_##name; \
	.set	zvm_##name, ZVM_GATE_BASE + ZVM_GATE_SLOT * number;
#include "gate.def"

	.section .note.GNU-stack,"",@progbits
