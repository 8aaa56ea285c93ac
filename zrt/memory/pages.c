/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole pages, in two ranges: the heap, of which the program break takes the
 * low end, and the map area. A bit a page says what is in use; the search is
 * first fit from the top, so where something lies is a function of the calls.
 * The bits are the heap's last pages and start as zero like all of it.
 *
 * Invariant: a heap page that is not in use reads as zero and is read-write.
 */
#include <errno.h>
#include <stdbool.h>
#include "internal/memory.h"
#include "internal/zrt.h"

struct range {
	uintptr_t base;
	uint32_t pages;
	uint32_t *used;
};

static struct range heap, area;
static uint32_t *restricted; /* heap pages whose access was changed */
static uintptr_t lowest;     /* heap page in use */

static uint32_t page_count(size_t size)
{
	return (uint32_t)(size / ZRT_PAGE + (size % ZRT_PAGE != 0));
}

static bool bit(const uint32_t *bits, uint32_t n)
{
	return bits[n / 32] >> n % 32 & 1;
}

static void set_bits(uint32_t *bits, uint32_t from, uint32_t count, bool value)
{
	for (; count && from % 32; from++, count--)
		bits[from / 32] = (bits[from / 32] & ~(1u << from % 32)) |
				  (uint32_t)value << from % 32;
	for (; count >= 32; from += 32, count -= 32)
		bits[from / 32] = value ? ~0u : 0;
	for (; count; from++, count--)
		bits[from / 32] = (bits[from / 32] & ~(1u << from % 32)) |
				  (uint32_t)value << from % 32;
}

static bool any_bit(const uint32_t *bits, uint32_t from, uint32_t count)
{
	while (count) {
		if (from % 32 == 0 && count >= 32) {
			if (bits[from / 32])
				return true;
			from += 32, count -= 32;
			continue;
		}
		if (bit(bits, from))
			return true;
		from++, count--;
	}
	return false;
}

static uint32_t words(uint32_t pages)
{
	return pages / 32 + 1;
}

static void prepare(void)
{
	uint32_t pages, own;
	uintptr_t end = __zrt_boot->heap_base + __zrt_boot->heap_size;

	if (heap.used)
		return;
	heap.base = __zrt_boot->heap_base;
	heap.pages = pages = __zrt_boot->heap_size / ZRT_PAGE;
	area.base = __zrt_boot->map_base;
	area.pages = __zrt_boot->map_size / ZRT_PAGE;
	own = page_count(4 * (2 * (size_t)words(pages) + words(area.pages)));
	lowest = end - own * ZRT_PAGE;
	if (lowest < (uintptr_t)_sbrk(0)) {
		/* No room for the bits: there are no pages, only the break. */
		lowest = end;
		heap.pages = area.pages = 0;
		heap.used = restricted = area.used = &heap.pages;
		return;
	}
	heap.used = (uint32_t *)lowest;
	restricted = heap.used + words(pages);
	area.used = restricted + words(pages);
	set_bits(heap.used, pages - own, own, true);
}

uintptr_t __zrt_break_limit(void)
{
	return lowest ? lowest : __zrt_boot->heap_base + __zrt_boot->heap_size;
}

/* The highest run of free pages at or above page `floor`; pages when none. */
static uint32_t find(const struct range *range, uint32_t count, uint32_t floor)
{
	uint32_t run = 0, at = range->pages;

	while (at > floor) {
		if (at % 32 == 0 && at - floor >= 32 &&
		    range->used[at / 32 - 1] == ~0u) {
			at -= 32, run = 0;
			continue;
		}
		if (at % 32 == 0 && at - floor >= 32 && run + 32 < count &&
		    range->used[at / 32 - 1] == 0) {
			at -= 32, run += 32;
			continue;
		}
		at--;
		run = bit(range->used, at) ? 0 : run + 1;
		if (run == count)
			return at;
	}
	return range->pages;
}

static void *take(struct range *range, size_t size, uint32_t floor)
{
	uint32_t count = page_count(size);
	uint32_t at;

	if (size == 0) {
		errno = EINVAL;
		return NULL;
	}
	at = size > PTRDIFF_MAX ? range->pages : find(range, count, floor);
	if (at >= range->pages) {
		errno = ENOMEM;
		return NULL;
	}
	set_bits(range->used, at, count, true);
	return (void *)(range->base + at * ZRT_PAGE);
}

static uint32_t index_of(const struct range *range, const void *memory)
{
	return (uint32_t)((uintptr_t)memory - range->base) / ZRT_PAGE;
}

void *__zrt_pages_map(size_t size)
{
	uint32_t floor;
	void *memory;

	prepare();
	floor = page_count((uintptr_t)_sbrk(0) - heap.base);
	memory = take(&heap, size, floor);
	if (memory && (uintptr_t)memory < lowest)
		lowest = (uintptr_t)memory;
	return memory;
}

void __zrt_pages_unmap(void *memory, size_t size)
{
	uint32_t at = index_of(&heap, memory), count = page_count(size);

	if (any_bit(restricted, at, count)) {
		zvm_protect(memory, count * ZRT_PAGE, ZVM_PROT_READ_WRITE);
		set_bits(restricted, at, count, false);
	}
	zvm_discard(memory, count * ZRT_PAGE);
	set_bits(heap.used, at, count, false);
	if ((uintptr_t)memory != lowest)
		return;
	while (!bit(heap.used, at)) /* the bits' own pages end it */
		at++;
	lowest = heap.base + at * ZRT_PAGE;
}

int __zrt_pages_protect(void *memory, size_t size, uint32_t access)
{
	uint32_t at = index_of(&heap, memory), count = page_count(size);

	if (zvm_protect(memory, count * ZRT_PAGE, access) != 0) {
		errno = ENOMEM;
		return -1;
	}
	set_bits(restricted, at, count, access != ZVM_PROT_READ_WRITE);
	return 0;
}

void *__zrt_stack_map(size_t size, size_t guard)
{
	size_t below = page_count(guard) * (size_t)ZRT_PAGE;
	char *memory;

	if (size > PTRDIFF_MAX || below > PTRDIFF_MAX) {
		errno = ENOMEM;
		return NULL;
	}
	memory = __zrt_pages_map(below + size);
	if (!memory)
		return NULL;
	if (below && __zrt_pages_protect(memory, below, ZVM_PROT_GUARD) != 0) {
		__zrt_pages_unmap(memory, below + size);
		errno = ENOMEM;
		return NULL;
	}
	return memory + below;
}

void __zrt_stack_unmap(void *stack, size_t size, size_t guard)
{
	size_t below = page_count(guard) * (size_t)ZRT_PAGE;

	__zrt_pages_unmap((char *)stack - below, below + size);
}

const void *__zrt_channel_map(int channel, int64_t offset, uint32_t size)
{
	void *memory;
	int32_t result;

	prepare();
	memory = take(&area, size, 0);
	if (!memory)
		return NULL;
	result = zvm_map(channel, memory, size, offset);
	if (result == 0)
		return memory;
	set_bits(area.used, index_of(&area, memory), page_count(size), false);
	errno = zvm_errno(-result);
	return NULL;
}

void __zrt_channel_unmap(const void *memory, uint32_t size)
{
	uint32_t count = page_count(size);

	zvm_discard((void *)(uintptr_t)memory, count * ZRT_PAGE);
	set_bits(area.used, index_of(&area, memory), count, false);
}
