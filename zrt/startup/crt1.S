/* SPDX-License-Identifier: Apache-2.0
 *
 * The entry point and the program note (docs/abi.md sections 5 and 6).
 *
 * The note's return form is what the assembler used for this very file:
 * crt1.o is built once a form, and a program links the one that matches.
 * rdi holds the boot block and stays the first argument; the second is main,
 * named here because this file is linked first: then main may stand in an
 * archive. The stack is as after a call whose return address is 0, so this is
 * a jump.
 */
#include "zvm_abi.h"

#ifndef ZRT_RETURN_FORM
#define ZRT_RETURN_FORM ZVM_RETURN_MASKED
#endif

	.text
	.p2align 5
	.globl	_start
	.type	_start, @function
_start:
	.cfi_startproc
	.cfi_undefined %rip	/* unwinding ends here */
	xorl	%ebp, %ebp
	movl	$main, %esi
	jmp	__zrt_start
	.cfi_endproc
	.size	_start, . - _start

	.section .note.ZeroVM,"a",@note
	.p2align 2
	.long	2f - 1f
	.long	4f - 3f
	.long	ZVM_NOTE_TYPE
1:	.asciz	ZVM_NOTE_NAME
2:	.p2align 2
3:	.long	ZVM_ABI_VERSION
	.long	ZRT_RETURN_FORM
	.long	0		/* flags */
4:

/* A reference to a function that cannot exist here makes the linker say why,
 * before it says that the symbol is undefined. */
#define POSIX(header, function, state, note) ABSENT_##state(function, note)
#define EXTENSION POSIX
#define ABSENT_full(function, note)
#define ABSENT_partial(function, note)
#define ABSENT_absent(function, note) \
	.section .gnu.warning.function,"",@progbits; \
	.ascii #function; \
	.ascii "() does not exist: "; \
	.asciz note;
#include "posix.def"

	.section .note.GNU-stack,"",@progbits
