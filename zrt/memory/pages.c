/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole pages, in two ranges: the heap, of which the program break takes the
 * low end, and the map area. A bit a page says what is in use; the search is
 * first fit from the top, so where something lies is a function of the calls.
 * The bits are the heap's last pages and start as zero like all of it. Where
 * a search begins is remembered for each small count, so that many small holes
 * cost the searches for more than them nothing.
 *
 * Invariant: a heap page that is not in use reads as zero and is read-write.
 */
#include <errno.h>
#include <string.h>
#include "internal/memory.h"
#include "internal/zrt.h"

/* Counts of pages that have a start of search of their own; larger counts use
 * the last. */
#define COUNTS 64u

/* A slab of malloc: a multiple of so many pages. */
#define UNIT 4u

struct range {
	uintptr_t base;
	uint32_t pages;
	uint32_t *used;
	/* Runs of at least n free pages end at or below top[n], those that
	 * hold a whole unit also at or below unit_top. */
	uint32_t top[COUNTS + 1];
	uint32_t unit_top;
};

static struct range heap, area;
static uintptr_t lowest; /* heap page in use */

/* Pages at the end of the heap that are kept back for the file tree, which is
 * made at its first use: the program may have taken all others by then. */
#define KEPT 64u
static uint32_t kept;

/* Of each heap page: its access, so that 0 is read-write, and mmap's mark. */
#define ACCESS(state)  (((state)&0xf) ^ ZVM_PROT_READ_WRITE)
#define RESTRICTED(to) ((uint8_t)((to) ^ ZVM_PROT_READ_WRITE))
#define MARK           0x10
static uint8_t *states;

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
	while (count) {
		uint32_t part = 32 - from % 32;
		uint32_t mask = ~0u << from % 32;

		if (part > count) {
			mask &= ~0u >> (part - count);
			part = count;
		}
		if (value)
			bits[from / 32] |= mask;
		else
			bits[from / 32] &= ~mask;
		from += part, count -= part;
	}
}

/* The first page from `from` on that is in use; `to` when none is. */
static uint32_t next_used(const struct range *range, uint32_t from, uint32_t to)
{
	while (from < to) {
		uint32_t word = range->used[from / 32] >> from % 32;

		if (word) {
			from += (uint32_t)__builtin_ctz(word);
			return from < to ? from : to;
		}
		from += 32 - from % 32;
	}
	return to;
}

/* Behind the highest free page below `from`; floor when there is none. */
static uint32_t free_end(
    const struct range *range, uint32_t from, uint32_t floor)
{
	while (from > floor) {
		uint32_t last = (from - 1) % 32;
		uint32_t word = ~range->used[(from - 1) / 32] << (31 - last);

		if (word) {
			from -= (uint32_t)__builtin_clz(word);
			return from > floor ? from : floor;
		}
		from -= last + 1;
	}
	return floor;
}

/* A run of `count` free pages ends there. */
static void raise_tops(struct range *range, uint32_t count, uint32_t end)
{
	for (uint32_t n = 0; n <= count && n <= COUNTS; n++)
		if (range->top[n] < end)
			range->top[n] = end;
	if (count >= UNIT && range->unit_top < end)
		range->unit_top = end;
}

static uint32_t words(uint32_t pages)
{
	return pages / 32 + 1;
}

static void prepare(void)
{
	uintptr_t end = __zrt_boot->heap_base + __zrt_boot->heap_size;
	size_t bytes;
	uint32_t own;

	if (lowest)
		return;
	heap.base = __zrt_boot->heap_base;
	heap.pages = __zrt_boot->heap_size / ZRT_PAGE;
	area.base = __zrt_boot->map_base;
	area.pages = __zrt_boot->map_size / ZRT_PAGE;
	bytes = heap.pages +
		sizeof(uint32_t) * (words(heap.pages) + words(area.pages));
	own = page_count(bytes);
	if ((uintptr_t)_sbrk(0) > end - own * ZRT_PAGE) {
		/* No room for the bits: the break has it all. */
		heap.pages = area.pages = 0;
		lowest = end;
		return;
	}
	lowest = end - own * ZRT_PAGE;
	heap.used = (uint32_t *)lowest;
	area.used = heap.used + words(heap.pages);
	states = (uint8_t *)(area.used + words(area.pages));
	heap.pages -= own;
	if (heap.pages >= 8 * KEPT)
		kept = KEPT;
	set_bits(heap.used, heap.pages - kept, kept, true);
	raise_tops(&heap, COUNTS, heap.pages - kept);
	raise_tops(&area, COUNTS, area.pages);
	/* Ends the search for the lowest page. */
	set_bits(heap.used, heap.pages, 1, true);
}

uintptr_t __zrt_break_limit(void)
{
	return lowest ? lowest : __zrt_boot->heap_base + __zrt_boot->heap_size;
}

/* First page above the break. */
static uint32_t heap_floor(void)
{
	return page_count((uintptr_t)_sbrk(0) - heap.base);
}

/* The highest run of free pages that lies in [floor, end) and starts at a
 * multiple of `alignment` pages; range->pages when there is none. */
static uint32_t find_below(const struct range *range, uint32_t count,
    uint32_t alignment, uint32_t floor, uint32_t end)
{
	uint32_t base = (uint32_t)(range->base / ZRT_PAGE);

	end = free_end(range, end, floor);
	while (end >= floor + count) {
		uint32_t at = end - count, used;

		at -= (base + at) % alignment;
		if (at < floor || at > end)
			break;
		/* Free pages from `at` on; else go on below what is there. */
		used = next_used(range, at, at + count);
		if (used == at + count)
			return at;
		end = free_end(range, used, floor);
	}
	return range->pages;
}

/* The same, where no run lies above *top; *top comes down to what is found.
 * A run that ends just above floor may grow when the break sinks. */
static uint32_t find_from(struct range *range, uint32_t *top, uint32_t count,
    uint32_t alignment, uint32_t floor)
{
	uint32_t at = find_below(range, count, alignment, floor, *top);
	uint32_t end = at == range->pages ? floor : at;

	end += count + alignment;
	if (end < *top)
		*top = end;
	return at;
}

static uint32_t find(
    struct range *range, uint32_t count, uint32_t alignment, uint32_t floor)
{
	uint32_t small = count < COUNTS ? count : COUNTS;
	uint32_t at;

	if (count == UNIT && alignment == UNIT)
		return find_from(
		    range, &range->unit_top, count, alignment, floor);
	at = find_from(range, &range->top[small], small, 1, floor);
	if (at == range->pages || (count == small && alignment == 1))
		return at;
	return find_below(range, count, alignment, floor, range->top[small]);
}

static void *taken(struct range *range, uint32_t at, uint32_t count)
{
	set_bits(range->used, at, count, true);
	if (range == &heap && range->base + at * ZRT_PAGE < lowest)
		lowest = range->base + at * ZRT_PAGE;
	return (void *)(range->base + at * ZRT_PAGE);
}

static uint32_t index_of(const struct range *range, const void *memory)
{
	return (uint32_t)((uintptr_t)memory - range->base) / ZRT_PAGE;
}

static void release(struct range *range, uint32_t at, uint32_t count)
{
	uint32_t end = next_used(range, at + count, range->pages);

	set_bits(range->used, at, count, false);
	while (end - at < COUNTS && at && !bit(range->used, at - 1))
		at--;
	raise_tops(range, end - at, end);
}

void __zrt_pages_give_kept(void)
{
	prepare();
	release(&heap, heap.pages - kept, kept);
	kept = 0;
}

static bool in_heap(uintptr_t address)
{
	return address >= heap.base &&
	       (address - heap.base) / ZRT_PAGE < heap.pages;
}

static uint32_t find_heap(uint32_t count, uint32_t alignment, size_t slack)
{
	uint32_t floor = heap_floor(), at = heap.pages;

	if (slack && slack <= PTRDIFF_MAX)
		at = find(&heap, count + page_count(slack), alignment, floor);
	if (at == heap.pages)
		at = find(&heap, count, alignment, floor);
	if (at == heap.pages && __zrt_malloc_release && __zrt_malloc_release())
		at = find(&heap, count, alignment, floor);
	return at;
}

void *__zrt_pages_map_aligned(size_t size, size_t alignment, size_t slack)
{
	uint32_t count = page_count(size), at;

	prepare();
	at = heap.pages;
	if (size && size <= PTRDIFF_MAX && alignment <= PTRDIFF_MAX)
		at = find_heap(count, alignment / ZRT_PAGE, slack);
	if (at == heap.pages) {
		errno = ENOMEM;
		return NULL;
	}
	return taken(&heap, at, count);
}

void *__zrt_pages_map(size_t size)
{
	return __zrt_pages_map_aligned(size, ZRT_PAGE, 0);
}

/* Whether a range of the heap above the break is free. */
static bool is_free(uint32_t at, uint32_t count)
{
	return at >= heap_floor() && at < heap.pages &&
	       count <= heap.pages - at &&
	       next_used(&heap, at, at + count) == at + count;
}

void *__zrt_pages_map_at(uintptr_t address, size_t size)
{
	uint32_t at, count = page_count(size);

	prepare();
	if (!in_heap(address) ||
	    !is_free(index_of(&heap, (void *)address), count))
		return NULL;
	at = index_of(&heap, (void *)address);
	return taken(&heap, at, count);
}

bool __zrt_pages_extend(void *memory, size_t old_size, size_t size)
{
	uint32_t at = index_of(&heap, memory) + page_count(old_size);
	uint32_t count = page_count(size) - page_count(old_size);

	if (size > PTRDIFF_MAX || !is_free(at, count))
		return false;
	taken(&heap, at, count);
	return true;
}

void __zrt_pages_unmap(void *memory, size_t size)
{
	uint32_t at = index_of(&heap, memory), count = page_count(size);
	bool restricted = false;

	for (uint32_t i = 0; i < count; i++)
		restricted |= (states[at + i] & 0xf) != 0;
	if (restricted)
		zvm_protect(memory, count * ZRT_PAGE, ZVM_PROT_READ_WRITE);
	zvm_discard(memory, count * ZRT_PAGE);
	memset(states + at, 0, count);
	release(&heap, at, count);
	if ((uintptr_t)memory == lowest)
		lowest =
		    heap.base + next_used(&heap, at, heap.pages) * ZRT_PAGE;
}

int __zrt_pages_protect(void *memory, size_t size, uint32_t access)
{
	uint32_t at = index_of(&heap, memory), count = page_count(size);

	prepare();
	if (zvm_protect(memory, count * ZRT_PAGE, access) != 0) {
		errno = ENOMEM;
		return -1;
	}
	for (uint32_t i = 0; i < count; i++)
		states[at + i] =
		    (uint8_t)((states[at + i] & MARK) | RESTRICTED(access));
	return 0;
}

void __zrt_pages_mark(void *memory, size_t size)
{
	memset(states + index_of(&heap, memory), MARK, page_count(size));
}

bool __zrt_page_marked(uintptr_t address)
{
	return in_heap(address) &&
	       states[index_of(&heap, (void *)address)] & MARK;
}

bool __zrt_page_used(uintptr_t address)
{
	prepare();
	if (in_heap(address))
		return index_of(&heap, (void *)address) < heap_floor() ||
		       bit(heap.used, index_of(&heap, (void *)address));
	return __zrt_is_channel_memory((void *)address) &&
	       bit(area.used, index_of(&area, (void *)address));
}

bool __zrt_heap_address(uintptr_t address)
{
	prepare();
	return in_heap(address);
}

uint32_t __zrt_page_access(uintptr_t address)
{
	if (in_heap(address))
		return ACCESS(states[index_of(&heap, (void *)address)]);
	return ZVM_PROT_READ;
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
	uint32_t count = page_count(size), at;
	void *memory;
	int32_t result;

	prepare();
	at =
	    size && size <= PTRDIFF_MAX ? find(&area, count, 1, 0) : area.pages;
	if (at == area.pages) {
		errno = ENOMEM;
		return NULL;
	}
	memory = taken(&area, at, count);
	result = zvm_map(channel, memory, size, offset);
	if (result == 0)
		return memory;
	release(&area, at, count);
	errno = zvm_errno(-result);
	return NULL;
}

void __zrt_channel_unmap(const void *memory, uint32_t size)
{
	uint32_t count = page_count(size);

	zvm_discard((void *)(uintptr_t)memory, count * ZRT_PAGE);
	release(&area, index_of(&area, memory), count);
}

bool __zrt_is_channel_memory(const void *memory)
{
	return (uintptr_t)memory >= area.base &&
	       ((uintptr_t)memory - area.base) / ZRT_PAGE < area.pages;
}
