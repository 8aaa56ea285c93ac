/* SPDX-License-Identifier: Apache-2.0
 *
 * Large blocks: pages of their own behind a short header. A few runs of pages
 * stay when they are freed, because a program that frees a large block often
 * wants one like it soon, and fresh pages cost the host more than the block's
 * use does.
 */
#include <string.h>
#include "memory/malloc.h"

#define KEPT_RUNS  16
#define KEPT_BYTES (64u << 20)

struct header {
	uintptr_t base; /* of the pages */
	size_t bytes;
	uint32_t magic;
	size_t size; /* what was asked for last */
};

#define MAGIC 0x4c524745u

static struct {
	uintptr_t base;
	size_t bytes;
} kept[KEPT_RUNS];
static unsigned kept_count;
static size_t kept_bytes;

size_t __zrt_large_bytes, __zrt_large_count;

static struct header *header_of(const void *memory)
{
	struct header *header =
	    (struct header *)((uintptr_t)memory - sizeof(struct header));

	if (header->magic != MAGIC)
		__zrt_heap_error("a large block that is free or overwritten");
	return header;
}

static void forget_kept(unsigned i)
{
	kept_bytes -= kept[i].bytes;
	kept[i] = kept[--kept_count];
}

/* The smallest kept run that fits and is not much too large; for a block that
 * will grow it may be. */
static uintptr_t take_kept(size_t *bytes, bool growing)
{
	unsigned best = KEPT_RUNS;
	uintptr_t base;

	for (unsigned i = 0; i < kept_count; i++)
		if (kept[i].bytes >= *bytes &&
		    (growing || kept[i].bytes / 4 * 3 <= *bytes) &&
		    (best == KEPT_RUNS || kept[i].bytes < kept[best].bytes))
			best = i;
	if (best == KEPT_RUNS)
		return 0;
	base = kept[best].base;
	*bytes = kept[best].bytes;
	forget_kept(best);
	return base;
}

void *__zrt_large_malloc(size_t size, size_t alignment, bool zero, bool growing)
{
	size_t bytes = size + sizeof(struct header);
	struct header *header;
	uintptr_t base, memory;
	bool used;

	if (alignment > ZRT_ALIGNMENT)
		bytes += alignment;
	if (bytes > PTRDIFF_MAX - ZRT_PAGE || alignment > PTRDIFF_MAX)
		return NULL;
	bytes = (bytes + ZRT_PAGE - 1) & -(size_t)ZRT_PAGE;
	base = take_kept(&bytes, growing);
	used = base != 0;
	if (!base)
		base = (uintptr_t)__zrt_pages_map_aligned(
		    bytes, ZRT_PAGE, growing ? 2 * bytes : 0);
	if (!base)
		return NULL;
	memory = (base + sizeof(*header) + alignment - 1) & -alignment;
	header = (struct header *)(memory - sizeof(*header));
	header->base = base;
	header->bytes = bytes;
	header->magic = MAGIC;
	header->size = size;
	__zrt_large_bytes += bytes;
	__zrt_large_count++;
	__zrt_kinds[memory / ZRT_UNIT] = ZRT_LARGE;
	if (zero && used)
		memset((void *)memory, 0, size);
	return (void *)memory;
}

void __zrt_large_free(void *memory)
{
	struct header *header = header_of(memory);
	uintptr_t base = header->base;
	size_t bytes = header->bytes;

	header->magic = 0;
	__zrt_large_bytes -= bytes;
	__zrt_large_count--;
	__zrt_kinds[(uintptr_t)memory / ZRT_UNIT] = ZRT_FOREIGN;
	if (bytes > KEPT_BYTES / 2) {
		__zrt_pages_unmap((void *)base, bytes);
		return;
	}
	/* The oldest go first. */
	while (kept_count == KEPT_RUNS || kept_bytes + bytes > KEPT_BYTES) {
		__zrt_pages_unmap((void *)kept[0].base, kept[0].bytes);
		forget_kept(0);
	}
	kept[kept_count].base = base;
	kept[kept_count].bytes = bytes;
	kept_count++;
	kept_bytes += bytes;
}

size_t __zrt_large_size(const void *memory)
{
	const struct header *header = header_of(memory);

	return header->base + header->bytes - (uintptr_t)memory;
}

bool __zrt_large_resize(void *memory, size_t size)
{
	struct header *header = header_of(memory);
	size_t before = (uintptr_t)memory - header->base, bytes;

	if (size > PTRDIFF_MAX - before - ZRT_PAGE)
		return false;
	bytes = (before + size + ZRT_PAGE - 1) & -(size_t)ZRT_PAGE;
	if (bytes > header->bytes) {
		if (!__zrt_pages_extend(
			(void *)header->base, header->bytes, bytes))
			return false;
	} else if (bytes >= header->bytes / 2 || size >= header->size) {
		/* Too little to give back, or room that it grows into. */
		header->size = size;
		return true;
	} else {
		__zrt_pages_unmap(
		    (void *)(header->base + bytes), header->bytes - bytes);
	}
	__zrt_large_bytes += bytes - header->bytes;
	header->bytes = bytes;
	header->size = size;
	return true;
}

bool __zrt_large_release(void)
{
	bool any = kept_count != 0;

	while (kept_count) {
		__zrt_pages_unmap((void *)kept[0].base, kept[0].bytes);
		forget_kept(0);
	}
	return any;
}
