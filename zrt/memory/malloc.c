/* SPDX-License-Identifier: Apache-2.0
 *
 * malloc, free, calloc, realloc and the aligned ones: which kind of block, and
 * what the standards say about sizes and errors. All names are weak: a program
 * may bring a malloc of its own.
 */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "internal/zrt.h"
#include "memory/malloc.h"

uint8_t __zrt_kinds[1u << 18];

void __zrt_heap_error(const char *what)
{
	__zrt_message("zrt: error: heap: ");
	__zrt_message(what);
	__zrt_message("\n");
	abort();
}

bool __zrt_malloc_release(void)
{
	bool any = __zrt_large_release();

	any |= __zrt_slab_release();
	return __zrt_chunk_release() || any;
}

static void *of_kind(size_t size, size_t alignment, bool zero)
{
	if (alignment <= ZRT_ALIGNMENT && size <= ZRT_SMALL_MAX)
		return __zrt_slab_malloc(size);
	if (size <= ZRT_MEDIUM_MAX && alignment <= ZRT_MEDIUM_MAX)
		return __zrt_chunk_malloc(size, alignment);
	return __zrt_large_malloc(size, alignment, zero, false);
}

static void *__attribute__((noinline))
allocate(size_t size, size_t alignment, bool zero)
{
	void *memory = NULL;

	if (size <= PTRDIFF_MAX - ZRT_PAGE)
		memory = of_kind(size, alignment, zero);
	if (!memory)
		errno = ENOMEM;
	return memory;
}

void *__zrt_malloc(size_t size)
{
	if (__builtin_expect(size <= ZRT_SMALL_MAX, 1)) {
		void *memory = __zrt_slab_malloc(size);

		if (__builtin_expect(memory != NULL, 1))
			return memory;
	}
	return allocate(size, ZRT_ALIGNMENT, false);
}
ZRT_POSIX_NAME(malloc, __zrt_malloc);

void __zrt_free(void *memory)
{
	int saved;

	if ((uintptr_t)memory % ZRT_ALIGNMENT)
		__zrt_heap_error("free of what malloc did not give");
	switch (__zrt_kind_of(memory)) {
	case ZRT_SLAB:
		__zrt_slab_free(memory);
		return;
	case ZRT_CHUNKS:
		__zrt_chunk_free(memory);
		return;
	case ZRT_LARGE:
		saved = errno;
		__zrt_large_free(memory);
		errno = saved;
		return;
	default:
		if (memory)
			__zrt_heap_error("free of what malloc did not give");
	}
}
ZRT_POSIX_NAME(free, __zrt_free);

void *__zrt_calloc(size_t count, size_t size)
{
	size_t bytes;
	void *memory;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	if (bytes > ZRT_MEDIUM_MAX)
		return allocate(bytes, ZRT_ALIGNMENT, true);
	memory = __zrt_malloc(bytes);
	return memory ? memset(memory, 0, bytes) : NULL;
}
ZRT_POSIX_NAME(calloc, __zrt_calloc);

size_t __zrt_malloc_usable_size(void *memory)
{
	switch (__zrt_kind_of(memory)) {
	case ZRT_SLAB:
		return __zrt_slab_size(memory);
	case ZRT_CHUNKS:
		return __zrt_chunk_size(memory);
	case ZRT_LARGE:
		return __zrt_large_size(memory);
	default:
		if (memory)
			__zrt_heap_error("a block that malloc did not give");
		return 0;
	}
}
ZRT_POSIX_NAME(malloc_usable_size, __zrt_malloc_usable_size);

/* Whether the block can have that size where it is. */
static bool resize(void *memory, size_t size)
{
	switch (__zrt_kind_of(memory)) {
	case ZRT_SLAB:
		/* Too large by less than half, or a little, is not worth a
		 * copy. */
		return size <= __zrt_slab_size(memory) &&
		       size + ZRT_GROWING_MEDIUM / 2 >=
			   __zrt_slab_size(memory) / 2;
	case ZRT_CHUNKS:
		return size > ZRT_GROWING_MEDIUM && size <= ZRT_MEDIUM_MAX &&
		       __zrt_chunk_resize(memory, size);
	case ZRT_LARGE:
		return size > ZRT_GROWING_LARGE / 2 &&
		       __zrt_large_resize(memory, size);
	default:
		__zrt_heap_error("realloc of what malloc did not give");
	}
}

/* A new place for a block that has to move. */
static void *place(const void *memory, size_t old_size, size_t size)
{
	enum zrt_kind kind = __zrt_kind_of(memory);
	bool again = kind == ZRT_LARGE ||
		     (kind == ZRT_CHUNKS && __zrt_chunk_has_grown(memory));
	void *moved = NULL;

	if (size <= old_size || size <= ZRT_GROWING_MEDIUM)
		return __zrt_malloc(size);
	if (size > ZRT_MEDIUM_MAX || (again && size > ZRT_GROWING_LARGE))
		moved = __zrt_large_malloc(
		    size + size / 4, ZRT_ALIGNMENT, false, true);
	else
		moved = __zrt_chunk_malloc_growing(size, again);
	return moved ? moved : __zrt_malloc(size);
}

static void *__attribute__((noinline)) move(void *memory, size_t size)
{
	size_t old_size = __zrt_malloc_usable_size(memory);
	void *moved = place(memory, old_size, size);

	if (!moved)
		return NULL;
	memcpy(moved, memory, old_size < size ? old_size : size);
	__zrt_free(memory);
	return moved;
}

void *__zrt_realloc(void *memory, size_t size)
{
	if (!memory)
		return __zrt_malloc(size);
	if (size == 0) {
		__zrt_free(memory);
		return NULL;
	}
	if (size > PTRDIFF_MAX - ZRT_PAGE) {
		errno = ENOMEM;
		return NULL;
	}
	return resize(memory, size) ? memory : move(memory, size);
}
ZRT_POSIX_NAME(realloc, __zrt_realloc);

void *__zrt_memalign(size_t alignment, size_t size)
{
	size_t power = ZRT_ALIGNMENT;

	if (alignment > PTRDIFF_MAX) {
		errno = EINVAL;
		return NULL;
	}
	/* Any number will do, as it does elsewhere: the next power of two. */
	while (power < alignment)
		power *= 2;
	return allocate(size, power, false);
}
ZRT_POSIX_NAME(memalign, __zrt_memalign);

int __zrt_posix_memalign(void **result, size_t alignment, size_t size)
{
	int saved = errno;
	void *memory;

	if (alignment < sizeof(void *) || alignment & (alignment - 1))
		return EINVAL;
	memory = __zrt_memalign(alignment, size);
	errno = saved;
	if (!memory)
		return ENOMEM;
	*result = memory;
	return 0;
}
ZRT_POSIX_NAME(posix_memalign, __zrt_posix_memalign);

void *__zrt_valloc(size_t size)
{
	return __zrt_memalign(ZRT_PAGE, size);
}
ZRT_POSIX_NAME(valloc, __zrt_valloc);

void *__zrt_pvalloc(size_t size)
{
	if (size > PTRDIFF_MAX - ZRT_PAGE) {
		errno = ENOMEM;
		return NULL;
	}
	return __zrt_memalign(
	    ZRT_PAGE, (size + ZRT_PAGE - 1) & -(size_t)ZRT_PAGE);
}
ZRT_POSIX_NAME(pvalloc, __zrt_pvalloc);

int __zrt_malloc_trim(size_t keep)
{
	(void)keep;
	return __zrt_malloc_release();
}
ZRT_POSIX_NAME(malloc_trim, __zrt_malloc_trim);
