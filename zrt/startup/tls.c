/* SPDX-License-Identifier: Apache-2.0
 *
 * Thread-local storage: variant II, the block of variables ends where the
 * thread control block starts. __zvm_tp is what the compiler reads for every
 * access; the first word there holds the pointer itself (docs/abi.md
 * section 3). The shape of the block comes from the linker script.
 */
#include <string.h>
#include <unistd.h>
#include "internal/tls.h"
#include "internal/zrt.h"

extern const char __zvm_tls_start[], __zvm_tls_filesz[], __zvm_tls_memsz[],
    __zvm_tls_align[];

struct zrt_thread *__zvm_tp;

static uintptr_t round_up(uintptr_t value, uintptr_t alignment)
{
	return (value + alignment - 1) & -alignment;
}

static uintptr_t block_alignment(void)
{
	uintptr_t alignment = (uintptr_t)__zvm_tls_align;

	return alignment < 16 ? 16 : alignment;
}

size_t __zrt_tls_size(void)
{
	return round_up((uintptr_t)__zvm_tls_memsz, block_alignment()) +
	       sizeof(struct zrt_thread) + block_alignment() - 1;
}

struct zrt_thread *__zrt_tls_create(void *memory)
{
	/* The offsets in the code count from the size rounded up to the
	 * segment's own alignment, whatever we align to beyond that. */
	uintptr_t size =
	    round_up((uintptr_t)__zvm_tls_memsz, (uintptr_t)__zvm_tls_align);
	uintptr_t low = round_up((uintptr_t)memory, block_alignment());
	uintptr_t pointer =
	    low + round_up((uintptr_t)__zvm_tls_memsz, block_alignment());
	char *variables = (char *)(pointer - size);
	struct zrt_thread *thread = (struct zrt_thread *)pointer;

	memcpy(variables, __zvm_tls_start, (size_t)__zvm_tls_filesz);
	memset(variables + (size_t)__zvm_tls_filesz, 0,
	    size - (size_t)__zvm_tls_filesz);
	memset(thread, 0, sizeof(*thread));
	thread->self = thread;
	return thread;
}

void __zrt_tls_init(void)
{
	void *memory = _sbrk((ptrdiff_t)round_up(__zrt_tls_size(), 16));

	if (memory == (void *)-1) {
		__zrt_message("zrt: error: the memory granted to this session "
			      "does not hold the thread-local variables\n");
		__zrt_die(9);
	}
	__zvm_tp = __zrt_tls_create(memory);
	__zvm_tp->stack = (void *)__zrt_boot->stack_base;
	__zvm_tp->stack_size = __zrt_boot->stack_size;
	__zvm_tp->alternate_stack.ss_flags = SS_DISABLE;
	__zrt_thread_register(__zvm_tp); /* has room for the first one */
}
