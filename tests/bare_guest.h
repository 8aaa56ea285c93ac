/* SPDX-License-Identifier: Apache-2.0
 *
 * What a guest without a libc needs: the runtime calls (zvm_<name>), the
 * program note, and a few helpers. Included once, by a program of one file,
 * built with zvm-gcc -nostdlib -ffreestanding -Izrt/abi.
 */
#ifndef BARE_GUEST_H
#define BARE_GUEST_H

#include "zvm_abi.h"

#define BARE_TEXT(value)  #value
#define BARE_VALUE(value) BARE_TEXT(value)

/* The prototype, and the symbol: the absolute address of the gate's slot. */
#define ZVM_GATE(number, name, result, parameters, line)                       \
	result zvm_##name parameters;                                          \
	__asm__(                                                               \
	    ".globl zvm_" #name "\n"                                           \
	    ".set zvm_" #name ", " BARE_VALUE(ZVM_GATE_BASE) " + " BARE_VALUE( \
		ZVM_GATE_SLOT) "*" #number);
#include "gate.def"

#ifdef __zvm_register_return__
#define BARE_RETURN ZVM_RETURN_REGISTER
#else
#define BARE_RETURN ZVM_RETURN_MASKED
#endif
__asm__(".pushsection .note.ZeroVM,\"a\",@note\n"
	".p2align 2\n"
	".long 7, 12, 1\n"
	".asciz \"ZeroVM\"\n"
	".p2align 2\n"
	".long 1, " BARE_VALUE(BARE_RETURN) ", 0\n"
					    ".popsection\n");

#define ADDRESS(pointer)       ((zvm_gptr)(uintptr_t)(pointer))
#define POINTER(type, address) ((type)(uintptr_t)(address))

static inline int equal(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

#endif
