/* SPDX-License-Identifier: Apache-2.0
 *
 * Large blocks: pages of their own behind a short header. Runs of pages stay
 * when they are freed, because a program that frees a large block often wants
 * one like it soon, and fresh pages cost the host more than the block's use
 * does. Runs that touch are one; a block takes the front of a run.
 */
#include <string.h>
#include "memory/malloc.h"

#define KEPT_RUNS  32
#define KEPT_BYTES (64u << 20)

struct header {
	uintptr_t base; /* of the pages */
	size_t bytes;
	uint32_t magic;
	size_t size; /* what was asked for last */
};

#define MAGIC 0x4c524745u

/* The oldest first. */
static struct run {
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

static void forget(unsigned i)
{
	kept_bytes -= kept[i].bytes;
	kept_count--;
	memmove(&kept[i], &kept[i + 1], (kept_count - i) * sizeof(kept[0]));
}

static void take_front(unsigned i, size_t bytes)
{
	if (kept[i].bytes == bytes) {
		forget(i);
		return;
	}
	kept[i].base += bytes;
	kept[i].bytes -= bytes;
	kept_bytes -= bytes;
}

/* The smallest kept run that fits; for a block that will grow, the largest, if
 * that is at least twice as much. */
static uintptr_t take_kept(size_t bytes, bool growing)
{
	unsigned best = KEPT_RUNS;
	uintptr_t base;

	for (unsigned i = 0; i < kept_count; i++)
		if (kept[i].bytes / (growing ? 2 : 1) >= bytes &&
		    (best == KEPT_RUNS ||
			growing == (kept[i].bytes > kept[best].bytes)))
			best = i;
	if (best == KEPT_RUNS)
		return 0;
	base = kept[best].base;
	take_front(best, bytes);
	return base;
}

/* A kept run that begins where a block ends is its room. */
static bool take_behind(uintptr_t end, size_t more)
{
	for (unsigned i = 0; i < kept_count; i++)
		if (kept[i].base == end && kept[i].bytes >= more) {
			take_front(i, more);
			return true;
		}
	return false;
}

/* At most that many bytes stay: the end of the oldest run goes first. */
static void shrink_kept(size_t limit)
{
	while (kept_bytes > limit) {
		struct run *oldest = &kept[0];
		size_t excess = kept_bytes - limit;

		if (excess >= oldest->bytes) {
			__zrt_pages_unmap((void *)oldest->base, oldest->bytes);
			forget(0);
			continue;
		}
		oldest->bytes -= excess;
		kept_bytes -= excess;
		__zrt_pages_unmap(
		    (void *)(oldest->base + oldest->bytes), excess);
	}
}

static void keep(uintptr_t base, size_t bytes)
{
	if (bytes > KEPT_BYTES / 2) {
		__zrt_pages_unmap((void *)base, bytes);
		return;
	}
	shrink_kept(KEPT_BYTES - bytes);
	for (unsigned i = 0; i < kept_count;) {
		struct run run = kept[i];

		if (run.base + run.bytes != base && run.base != base + bytes) {
			i++;
			continue;
		}
		if (run.base < base)
			base = run.base;
		bytes += run.bytes;
		forget(i);
	}
	if (kept_count == KEPT_RUNS)
		shrink_kept(kept_bytes - kept[0].bytes);
	kept[kept_count].base = base;
	kept[kept_count].bytes = bytes;
	kept_count++;
	kept_bytes += bytes;
}

/* What alignment left unused before and behind a block. */
static void keep_around(
    uintptr_t header, size_t size, uintptr_t *base, size_t *bytes)
{
	uintptr_t first = header & -(uintptr_t)ZRT_PAGE;
	uintptr_t behind = header + sizeof(struct header) +
			   (size < ZRT_UNIT ? ZRT_UNIT : size);
	uintptr_t end = *base + *bytes;

	behind = (behind + ZRT_PAGE - 1) & -(uintptr_t)ZRT_PAGE;
	if (first > *base)
		keep(*base, first - *base);
	if (end > behind)
		keep(behind, end - behind);
	*base = first;
	*bytes = behind - first;
}

void *__zrt_large_malloc(size_t size, size_t alignment, bool zero, bool growing)
{
	size_t bytes = size + sizeof(struct header);
	struct header *header;
	uintptr_t base, memory;
	bool used;

	/* No other block begins in the unit in which this one does. */
	if (size < ZRT_UNIT)
		bytes += ZRT_UNIT - size;
	if (alignment > ZRT_ALIGNMENT)
		bytes += alignment;
	if (bytes > PTRDIFF_MAX - ZRT_PAGE || alignment > PTRDIFF_MAX)
		return NULL;
	bytes = (bytes + ZRT_PAGE - 1) & -(size_t)ZRT_PAGE;
	base = take_kept(bytes, growing);
	used = base != 0;
	if (!base)
		base = (uintptr_t)__zrt_pages_map_aligned(
		    bytes, ZRT_PAGE, growing ? 4 * bytes : 0);
	if (!base)
		return NULL;
	memory = (base + sizeof(*header) + alignment - 1) & -alignment;
	header = (struct header *)(memory - sizeof(*header));
	if (alignment > ZRT_PAGE)
		keep_around((uintptr_t)header, size, &base, &bytes);
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
	keep(base, bytes);
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
		if (!take_behind(
			header->base + header->bytes, bytes - header->bytes) &&
		    !__zrt_pages_extend(
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

	shrink_kept(0);
	return any;
}
