/* SPDX-License-Identifier: Apache-2.0
 *
 * The entry point and the program note (docs/abi.md sections 5 and 6).
 *
 * The note's return form is that of the libraries this file is built with: the
 * compiler links the set that matches, and the linker lets no other in.
 * rdi holds the boot block and stays the first argument; the second is main,
 * named here because this file is linked first: then main may stand in an
 * archive. The stack is as after a call whose return address is 0, so this is
 * a jump.
 */
#include "zvm_abi.h"

#ifdef __zvm_register_return__
#define RETURN_FORM ZVM_RETURN_REGISTER
#else
#define RETURN_FORM ZVM_RETURN_MASKED
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
	.long	RETURN_FORM
	.long	0		/* flags */
4:

/* When a function that cannot exist here is undefined in the end, the linker
 * says why. */
#define POSIX(header, function, state, note) ABSENT_##state(function, note)
#define EXTENSION POSIX
#define ABSENT_full(function, note)
#define ABSENT_partial(function, note)
#define ABSENT_absent(function, note) \
	.asciz #function; \
	.asciz note;
	.section .zvm.absent, "", @progbits
#include "posix.def"

	.section .note.GNU-stack,"",@progbits
