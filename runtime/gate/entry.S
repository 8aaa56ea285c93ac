/* SPDX-License-Identifier: Apache-2.0
 *
 * The way into the trusted side and back. A guest's direct call to a gate
 * slot arrives here through %gs, on the guest's stack, with arguments in the
 * ordinary registers.
 *
 * Nothing of the guest is used but those arguments and rsp: DF is cleared,
 * the stack is ours before the first push. rsp is below 4 GiB by the code
 * rules. No vector, x87 or MXCSR state is touched here or in the C code, so
 * there is none to save or scrub, but for sha.c, which does so itself. The
 * guest's return address stays where it is, on its own stack, and is read
 * once, by the masked return at the end.
 *
 * Hazard: that return touches guest memory at a trusted address; the fault
 * handler knows the range zvm_entry_start..zvm_entry_end.
 */
#include "session.h"

	.text
	.globl	zvm_entry_start, zvm_entry_end
	.balign	32
zvm_entry_start:

	.macro	GATE_ENTRY name
	.globl	zvm_enter_\name
	.type	zvm_enter_\name, @function
	.balign	32
zvm_enter_\name:
	cld
	movq	%rsp, %gs:ZVM_GATE_GUEST_SP
	movq	%gs:ZVM_GATE_HOST_SP, %rsp
	call	zvm_gate_\name
	movq	%gs:ZVM_GATE_GUEST_SP, %rsp
	jmp	zvm_leave_gate
	.size	zvm_enter_\name, . - zvm_enter_\name
	.endm

/* rbx, rbp, r12-r15 are the guest's own: the C code preserved them. The rest
 * held trusted values. rax is the result, zero-extended. */
	.balign	32
zvm_leave_gate:
	movl	%eax, %eax
	xorl	%ecx, %ecx
	xorl	%edx, %edx
	xorl	%esi, %esi
	xorl	%edi, %edi
	xorl	%r8d, %r8d
	xorl	%r9d, %r9d
	xorl	%r10d, %r10d
	xorl	%r11d, %r11d
	andq	$0x7fffffe0, (%rsp)
	ret

#define ZVM_GATE(number, name, result, parameters, line) GATE_ENTRY name;
#include "../../zrt/abi/gate.def"

/* The same for sessions with a trace. Four registers hold every argument; the
 * pushes keep the stack aligned. The call's number is the fifth argument. */
	.macro	TRACED_ENTRY name, number
	.globl	zvm_enter_traced_\name
	.type	zvm_enter_traced_\name, @function
	.balign	32
zvm_enter_traced_\name:
	cld
	movq	%rsp, %gs:ZVM_GATE_GUEST_SP
	movq	%gs:ZVM_GATE_HOST_SP, %rsp
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx
	movl	$\number, %r8d
	call	zvm_trace_before
	popq	%rcx
	popq	%rdx
	popq	%rsi
	popq	%rdi
	call	zvm_gate_\name
	movl	%eax, %edi
	call	zvm_trace_after
	movq	%gs:ZVM_GATE_GUEST_SP, %rsp
	jmp	zvm_leave_gate
	.size	zvm_enter_traced_\name, . - zvm_enter_traced_\name
	.endm

#define ZVM_GATE(number, name, result, parameters, line) \
	TRACED_ENTRY name, number;
#include "../../zrt/abi/gate.def"

/* zvm_enter_guest(entry, sp, boot): the state of docs/abi.md section 5. The
 * word at sp is 0 already. From here on the trusted stack is empty; gate calls
 * start at its top. Flags are set first: nothing below changes them. The entry
 * address goes through the trusted side of %gs, so no register holds it. */
	.globl	zvm_enter_guest
	.type	zvm_enter_guest, @function
	.balign	32
zvm_enter_guest:
	andq	$-16, %rsp
	movq	%rsp, %gs:ZVM_GATE_HOST_SP
	movq	%rdi, %gs:ZVM_GATE_GUEST_SP
	fninit
	pushq	$0x1f80
	ldmxcsr	(%rsp)
	popq	%rax
	pushq	$2
	popfq
	movq	%rsi, %rsp
	movq	%rdx, %rdi
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	pxor	%xmm\n, %xmm\n
	.endr
	.irp	r, eax, ebx, ecx, edx, esi, ebp, r8d, r9d, r10d, r11d
	movl	$0, %\r
	.endr
	.irp	r, r12d, r13d, r14d, r15d
	movl	$0, %\r
	.endr
	jmp	*%gs:ZVM_GATE_GUEST_SP
	.size	zvm_enter_guest, . - zvm_enter_guest
zvm_entry_end:

	.section .note.GNU-stack, "", @progbits
