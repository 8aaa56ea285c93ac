/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory by whole pages, below malloc. The heap is one range: the program
 * break grows from its low end, pages are taken from its high end down, and
 * where the two meet memory is used up. A second range, outside the grant,
 * holds nothing but channels placed there by the runtime.
 *
 * Sizes are rounded up to whole pages. Functions return NULL or -1 with errno
 * set. What is given back reads as zero when it is taken again.
 */
#ifndef ZRT_INTERNAL_MEMORY_H
#define ZRT_INTERNAL_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZRT_PAGE 4096u

struct zrt_node;

/* The bytes of a channel that is a regular file, only read, by position:
 * [offset, offset + size) as read-only memory, not copied. offset is a
 * multiple of ZRT_PAGE and below the end of the file; the last page may reach
 * beyond it and reads as zero there. Counts as one get of these bytes.
 * errno: ENODEV or EPERM when this channel cannot be mapped (pread it
 * instead), EDQUOT at a limit, ENOMEM when the address space is used up. */
const void *__zrt_channel_map(int channel, int64_t offset, uint32_t size);
void __zrt_channel_unmap(const void *memory, uint32_t size);
bool __zrt_is_channel_memory(const void *memory);

/* malloc gives back what it keeps for later; false when there was nothing.
 * Weak: a program need not have malloc. */
bool __zrt_malloc_release(void) __attribute__((weak));

/* Zeroed read-write pages. */
void *__zrt_pages_map(size_t size);
/* The same at a multiple of alignment, a power of two and at least a page,
 * with slack free bytes behind them if that can be had. */
void *__zrt_pages_map_aligned(size_t size, size_t alignment, size_t slack);
/* Once, before the file tree is made: the pages kept back for it are free. */
void __zrt_pages_give_kept(void);
/* Exactly there; NULL when something is in the way. */
void *__zrt_pages_map_at(uintptr_t address, size_t size);
/* More pages behind, in place. */
bool __zrt_pages_extend(void *memory, size_t old_size, size_t size);
void __zrt_pages_unmap(void *memory, size_t size);
/* access: ZVM_PROT_* of pages that were mapped here, or lie below the break. */
int __zrt_pages_protect(void *memory, size_t size, uint32_t access);

/* A mark on pages, for mmap: these it may give back. */
void __zrt_pages_mark(void *memory, size_t size);
bool __zrt_page_marked(uintptr_t address);
bool __zrt_page_used(uintptr_t address); /* by anybody */
bool __zrt_heap_address(uintptr_t address);
uint32_t __zrt_page_access(uintptr_t address); /* ZVM_PROT_* */

/* Where the program break has to stop. */
uintptr_t __zrt_break_limit(void);

/* Room for a thread's stack: the lowest byte of size usable bytes. Below it
 * lie guard bytes without access, and a fault there ends the session with
 * "stack overflow". Unmap takes the same three values back. */
void *__zrt_stack_map(size_t size, size_t guard);
void __zrt_stack_unmap(void *stack, size_t size, size_t guard);

#endif
