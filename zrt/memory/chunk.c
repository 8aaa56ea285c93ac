/* SPDX-License-Identifier: Apache-2.0
 *
 * Medium blocks: regions of pages cut into chunks. A chunk knows its size, a
 * free one tells its upper neighbour as well, so that free joins both sides at
 * once. Free chunks hang in lists by size, eight for each power of two, found
 * by two bitmaps.
 *
 *   chunk:  [ size of the one below, if that is free ]  belongs to its end
 *           [ size | flags ]
 *           payload, at a multiple of 16
 *
 * A region ends in a chunk of size 0 that is in use.
 *
 * A chunk that realloc made larger says so. When it has to move once more it
 * gets a third more than was asked for, so that buffers which grow by turns
 * move a number of times that is logarithmic in their size.
 */
#include "memory/malloc.h"

#define IN_USE       1u
#define BELOW_IN_USE 2u
#define FIRST        4u /* of its region */
#define GROWN        8u
#define FLAGS        15u

#define REGION       (1u << 20)
#define OVERHEAD     4u
#define LEAST        32u
#define LOOK_AT_MOST 6
#define ROOM         4u /* times its size, for a block that grows */

struct chunk {
	uint32_t below; /* size of the chunk below; valid when that is free */
	uint32_t head;
	struct chunk *next, *previous; /* when free */
};

#define PAYLOAD offsetof(struct chunk, next)

static struct chunk *bins[32][8];
static uint32_t rows;
static uint8_t columns[32];
static struct chunk *spare; /* a whole unused region */

size_t __zrt_chunk_bytes_all, __zrt_chunk_bytes_used;

static uint32_t size_of(const struct chunk *chunk)
{
	return chunk->head & ~FLAGS;
}

static struct chunk *at(const void *chunk, uint32_t offset)
{
	return (struct chunk *)((uintptr_t)chunk + offset);
}

static struct chunk *chunk_of(const void *memory)
{
	return (struct chunk *)((uintptr_t)memory - PAYLOAD);
}

static uint32_t row_of(uint32_t size)
{
	return 31 - (uint32_t)__builtin_clz(size);
}

static uint32_t column_of(uint32_t size)
{
	return size >> (row_of(size) - 3) & 7;
}

static void bin_add(struct chunk *chunk)
{
	uint32_t size = size_of(chunk);
	uint32_t row = row_of(size), column = column_of(size);
	struct chunk **bin = &bins[row][column];

	chunk->next = *bin;
	chunk->previous = NULL;
	if (*bin)
		(*bin)->previous = chunk;
	*bin = chunk;
	rows |= 1u << row;
	columns[row] |= (uint8_t)(1u << column);
}

static void bin_remove(struct chunk *chunk)
{
	uint32_t size = size_of(chunk);
	uint32_t row = row_of(size), column = column_of(size);

	if (chunk->next)
		chunk->next->previous = chunk->previous;
	if (chunk->previous) {
		chunk->previous->next = chunk->next;
		return;
	}
	bins[row][column] = chunk->next;
	if (chunk->next)
		return;
	columns[row] &= (uint8_t) ~(1u << column);
	if (!columns[row])
		rows &= ~(1u << row);
}

/* Makes [chunk, + size) one free chunk; flags are FIRST and BELOW_IN_USE. */
static void make_free(struct chunk *chunk, uint32_t size, uint32_t flags)
{
	struct chunk *above = at(chunk, size);

	chunk->head = size | flags;
	above->below = size;
	above->head &= ~BELOW_IN_USE;
	bin_add(chunk);
}

static struct chunk *find(uint32_t size)
{
	uint32_t row = row_of(size), column = column_of(size), left;
	struct chunk *chunk = bins[row][column];

	/* Of the own bin some are large enough, of the next ones all are. */
	for (int i = 0; chunk && i < LOOK_AT_MOST; i++, chunk = chunk->next)
		if (size_of(chunk) >= size)
			return chunk;
	left = columns[row] & ~((2u << column) - 1);
	if (!left) {
		uint32_t above = rows & ~((2u << row) - 1);

		if (!above)
			return NULL;
		row = (uint32_t)__builtin_ctz(above);
		left = columns[row];
	}
	return bins[row][__builtin_ctz(left)];
}

static uint32_t region_size(const struct chunk *first)
{
	/* Both headers round up to one alignment. */
	return size_of(first) + ZRT_ALIGNMENT;
}

static void mark_units(const void *region, uint32_t size, enum zrt_kind kind)
{
	for (uint32_t unit = 0; unit < size / ZRT_UNIT; unit++)
		__zrt_kinds[(uintptr_t)region / ZRT_UNIT + unit] =
		    (uint8_t)kind;
}

static struct chunk *new_region(uint32_t size)
{
	struct chunk *chunk;
	uint32_t bytes = (size + ZRT_ALIGNMENT + ZRT_UNIT - 1) & -ZRT_UNIT;
	char *region = NULL;

	if (bytes < REGION) {
		region = __zrt_pages_map_aligned(REGION, ZRT_UNIT, 0);
		if (region)
			bytes = REGION;
	}
	if (!region)
		region = __zrt_pages_map_aligned(bytes, ZRT_UNIT, 0);
	if (!region)
		return NULL;
	mark_units(region, bytes, ZRT_CHUNKS);
	__zrt_chunk_bytes_all += bytes;
	chunk = at(region, ZRT_ALIGNMENT - PAYLOAD);
	at(chunk, bytes - ZRT_ALIGNMENT)->head = IN_USE;
	make_free(chunk, bytes - ZRT_ALIGNMENT, BELOW_IN_USE | FIRST);
	return chunk;
}

/* Gives the end of a chunk in use back, when it is worth it. */
static void trim(struct chunk *chunk, uint32_t size)
{
	uint32_t rest = size_of(chunk) - size;
	struct chunk *above, *tail = at(chunk, size);

	if (rest < LEAST)
		return;
	above = at(tail, rest);
	chunk->head -= rest;
	if (!(above->head & IN_USE)) {
		bin_remove(above);
		rest += size_of(above);
	}
	make_free(tail, rest, BELOW_IN_USE);
}

static uint32_t chunk_bytes(size_t size)
{
	uint32_t bytes = ((uint32_t)size + OVERHEAD + 15) & ~15u;

	return bytes < LEAST ? LEAST : bytes;
}

static void give_back(struct chunk *first)
{
	uint32_t bytes = region_size(first);
	void *region = at(first, PAYLOAD - ZRT_ALIGNMENT);

	bin_remove(first);
	mark_units(region, bytes, ZRT_FOREIGN);
	__zrt_chunk_bytes_all -= bytes;
	__zrt_pages_unmap(region, bytes);
}

/* One region of the usual size stays for what comes next. */
static void region_empty(struct chunk *first)
{
	if (!spare && region_size(first) == REGION)
		spare = first;
	else
		give_back(first);
}

static void release(struct chunk *chunk)
{
	uint32_t size = size_of(chunk), flags = chunk->head & FIRST;
	struct chunk *above = at(chunk, size);

	if (!(above->head & IN_USE)) {
		bin_remove(above);
		size += size_of(above);
	}
	if (!(chunk->head & BELOW_IN_USE)) {
		chunk = at(chunk, -chunk->below);
		bin_remove(chunk);
		flags = chunk->head & FIRST;
		size += size_of(chunk);
	}
	make_free(chunk, size, flags | BELOW_IN_USE);
	if (flags && size_of(at(chunk, size)) == 0)
		region_empty(chunk);
}

/* The payload moves up to a multiple of alignment; what is below it becomes
 * free. */
static struct chunk *align(struct chunk *chunk, size_t alignment)
{
	uintptr_t payload = (uintptr_t)chunk + PAYLOAD;
	uintptr_t aligned = (payload + alignment - 1) & -alignment;
	uint32_t gap, size = size_of(chunk);
	struct chunk *upper;

	if (aligned == payload)
		return chunk;
	if (aligned - payload < LEAST)
		aligned += alignment;
	gap = (uint32_t)(aligned - payload);
	upper = at(chunk, gap);
	upper->head = (size - gap) | IN_USE | BELOW_IN_USE;
	chunk->head -= size - gap;
	release(chunk);
	return upper;
}

static void take(struct chunk *chunk)
{
	if (chunk == spare)
		spare = NULL;
	bin_remove(chunk);
	chunk->head |= IN_USE;
	at(chunk, size_of(chunk))->head |= BELOW_IN_USE;
}

void *__zrt_chunk_malloc(size_t size, size_t alignment)
{
	uint32_t bytes = chunk_bytes(size), wanted = bytes;
	struct chunk *chunk;

	if (alignment > ZRT_ALIGNMENT)
		wanted += (uint32_t)alignment + LEAST;
	chunk = find(wanted);
	if (!chunk)
		chunk = new_region(wanted);
	if (!chunk)
		return NULL;
	take(chunk);
	if (alignment > ZRT_ALIGNMENT)
		chunk = align(chunk, alignment);
	trim(chunk, bytes);
	__zrt_chunk_bytes_used += size_of(chunk);
	return (char *)chunk + PAYLOAD;
}

void *__zrt_chunk_malloc_growing(size_t size, bool again)
{
	uint32_t bytes = chunk_bytes(again ? size + size / 3 : size);
	struct chunk *chunk = find(ROOM * bytes);

	if (!chunk)
		chunk = find(bytes);
	if (!chunk)
		chunk = new_region(bytes);
	if (!chunk)
		return NULL;
	take(chunk);
	chunk->head |= GROWN;
	trim(chunk, bytes);
	__zrt_chunk_bytes_used += size_of(chunk);
	return (char *)chunk + PAYLOAD;
}

bool __zrt_chunk_has_grown(const void *memory)
{
	return chunk_of(memory)->head & GROWN;
}

/* A block that malloc gave has a size that leads to a chunk which knows that
 * this one is in use. */
static inline struct chunk *__attribute__((always_inline))
checked(const void *memory, const char *what)
{
	struct chunk *chunk = chunk_of(memory);

	if (!(chunk->head & IN_USE) || size_of(chunk) < LEAST ||
	    __zrt_kind_of(at(chunk, size_of(chunk))) != ZRT_CHUNKS ||
	    !(at(chunk, size_of(chunk))->head & BELOW_IN_USE))
		__zrt_heap_error(what);
	return chunk;
}

void __zrt_chunk_free(void *memory)
{
	struct chunk *chunk =
	    checked(memory, "free of a block that is free or overwritten");

	__zrt_chunk_bytes_used -= size_of(chunk);
	chunk->head &= ~(IN_USE | GROWN);
	release(chunk);
}

size_t __zrt_chunk_size(const void *memory)
{
	return size_of(chunk_of(memory)) - OVERHEAD;
}

/* The upper neighbour begins higher: when it is free and keeps its bin, which
 * is most often so where a block grows in small steps. */
static bool push_above(struct chunk *chunk, uint32_t by)
{
	struct chunk *above = at(chunk, size_of(chunk)), *pushed;
	uint32_t size = size_of(above), rest = size - by;

	if (above->head & IN_USE || size < by + LEAST ||
	    (size ^ rest) >> (row_of(size) - 3))
		return false;
	pushed = at(above, by);
	if (above->next)
		above->next->previous = pushed;
	*(above->previous ? &above->previous->next
			  : &bins[row_of(size)][column_of(size)]) = pushed;
	pushed->next = above->next;
	pushed->previous = above->previous;
	pushed->head = rest | BELOW_IN_USE;
	at(pushed, rest)->below = rest;
	chunk->head += by;
	return true;
}

/* A chunk in use takes its upper neighbour in; whether that was free and is
 * enough. */
static bool join_above(struct chunk *chunk, uint32_t by)
{
	struct chunk *above = at(chunk, size_of(chunk));

	if (above->head & IN_USE || by > size_of(above))
		return false;
	bin_remove(above);
	chunk->head += size_of(above);
	at(chunk, size_of(chunk))->head |= BELOW_IN_USE;
	return true;
}

static bool grow(struct chunk *chunk, uint32_t bytes)
{
	uint32_t by = bytes - size_of(chunk);

	if (!push_above(chunk, by)) {
		if (!join_above(chunk, by))
			return false;
		trim(chunk, bytes);
	}
	chunk->head |= GROWN;
	return true;
}

bool __zrt_chunk_resize(void *memory, size_t size)
{
	struct chunk *chunk =
	    checked(memory, "realloc of a block that is free or overwritten");
	uint32_t bytes = chunk_bytes(size), before = size_of(chunk);

	if (bytes > before) {
		if (chunk->head & GROWN && size > ZRT_GROWING_LARGE)
			return false;
		if (!grow(chunk, bytes))
			return false;
	} else {
		/* What is reserved for a growing block stays. */
		if (chunk->head & GROWN && bytes >= before - before / 4 - 16)
			return true;
		chunk->head &= ~GROWN;
		trim(chunk, bytes);
	}
	__zrt_chunk_bytes_used += size_of(chunk) - before;
	return true;
}

bool __zrt_chunk_release(void)
{
	if (!spare)
		return false;
	give_back(spare);
	spare = NULL;
	return true;
}
