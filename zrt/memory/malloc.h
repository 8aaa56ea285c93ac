/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of malloc. Three kinds of block, told apart by a byte for each
 * 16 KiB of the address space:
 *
 *   small   up to 1 KiB: slabs of objects of one size (slab.c)
 *   medium  up to 256 KiB: chunks with boundary tags, joined when free
 *           (chunk.c)
 *   large   pages of their own (large.c)
 *
 * No locks: threads are cooperative, and nothing here waits. No address
 * depends on anything but the calls.
 */
#ifndef ZRT_MEMORY_MALLOC_H
#define ZRT_MEMORY_MALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "internal/memory.h"

#define ZRT_UNIT       16384u
#define ZRT_ALIGNMENT  16u
#define ZRT_SMALL_MAX  1024u
#define ZRT_MEDIUM_MAX (256u << 10)

/* A block that realloc makes larger, perhaps again and again, leaves its slab
 * above the first size and gets pages of its own above the second: chunks and
 * pages grow in place. */
#define ZRT_GROWING_MEDIUM 128u
#define ZRT_GROWING_LARGE  (64u << 10)

enum zrt_kind { ZRT_FOREIGN, ZRT_SLAB, ZRT_CHUNKS, ZRT_LARGE };

extern uint8_t __zrt_kinds[1u << 18];

static inline enum zrt_kind __zrt_kind_of(const void *memory)
{
	return (enum zrt_kind)__zrt_kinds[(uintptr_t)memory / ZRT_UNIT];
}

/* Broken programs: says what, and aborts. */
void __zrt_heap_error(const char *what) __attribute__((noreturn, cold));

/* Allocation gives null, without errno. Sizes are what was asked for, not
 * above PTRDIFF_MAX; alignment is a power of two. */
void *__zrt_slab_malloc(size_t size);
void __zrt_slab_free(void *memory);
size_t __zrt_slab_size(const void *memory);
bool __zrt_slab_release(void); /* unused pages back; false: there were none */

void *__zrt_chunk_malloc(size_t size, size_t alignment);
void __zrt_chunk_free(void *memory);
size_t __zrt_chunk_size(const void *memory);
bool __zrt_chunk_resize(void *memory, size_t size); /* in place */
/* The place for a block that outgrew its own, with room behind it if that can
 * be had. again: not for the first time; some of that room is reserved. */
void *__zrt_chunk_malloc_growing(size_t size, bool again);
bool __zrt_chunk_has_grown(const void *memory);
bool __zrt_chunk_release(void);

/* zero: the contents matter (calloc). growing: leave room behind. */
void *__zrt_large_malloc(
    size_t size, size_t alignment, bool zero, bool growing);
void __zrt_large_free(void *memory);
size_t __zrt_large_size(const void *memory);
bool __zrt_large_resize(void *memory, size_t size);
bool __zrt_large_release(void);

/* For mallinfo: bytes in use, of one slab or of all. */
size_t __zrt_slab_used(uintptr_t unit);
extern size_t __zrt_chunk_bytes_all, __zrt_chunk_bytes_used;
extern size_t __zrt_large_bytes, __zrt_large_count;

#endif
