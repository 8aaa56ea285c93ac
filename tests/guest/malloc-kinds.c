/* SPDX-License-Identifier: Apache-2.0
 *
 * The allocator over all its kinds of block: contents survive whatever happens
 * to neighbours, calloc is zero in reused memory, aligned blocks of every
 * size, memory that was used up comes back whole.
 *
 * NATIVE
 */
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include "test.h"

#define BLOCKS 400

static unsigned char *blocks[BLOCKS];
static size_t sizes[BLOCKS];
static uint32_t seed = 5;

static uint32_t below(uint32_t limit)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)seed * limit) >> 32);
}

/* Each power of two alike, to 2 MiB. */
static size_t any_size(void)
{
	size_t size = (size_t)1 << below(21);

	return size + below((uint32_t)size + 1);
}

static void fill(int i)
{
	memset(blocks[i], i + 1, sizes[i]);
}

static void verify(int i, size_t size)
{
	for (size_t at = 0; at < size; at += at < 64 ? 1 : 61)
		check(blocks[i][at] == (unsigned char)(i + 1));
	if (size)
		check(blocks[i][size - 1] == (unsigned char)(i + 1));
}

static void replace(int i)
{
	size_t alignment = (size_t)16 << below(13), size = any_size();

	if (blocks[i])
		verify(i, sizes[i]);
	switch (below(4)) {
	case 0:
		free(blocks[i]);
		blocks[i] = calloc(1, size);
		for (size_t at = 0; at < size; at += at < 64 ? 1 : 61)
			check(blocks[i][at] == 0);
		break;
	case 1:
		free(blocks[i]);
		blocks[i] = memalign(alignment, size);
		check((uintptr_t)blocks[i] % alignment == 0);
		break;
	case 2:
		blocks[i] = realloc(blocks[i], size);
		verify(i, size < sizes[i] ? size : sizes[i]);
		break;
	default:
		free(blocks[i]);
		blocks[i] = malloc(size);
	}
	check(blocks[i] && (uintptr_t)blocks[i] % 16 == 0);
	check(malloc_usable_size(blocks[i]) >= size);
	sizes[i] = size;
	fill(i);
}

/* Blocks until there are no more; how many. A list holds them. */
static unsigned use_up(size_t size, size_t total)
{
	void **list = NULL, **block;
	unsigned count = 0;

	while ((uint64_t)count * size < total && (block = malloc(size))) {
		*block = list;
		list = block;
		count++;
	}
	while (list) {
		block = *list;
		free(list);
		list = block;
	}
	return count;
}

int main(void)
{
	static const size_t each[] = {
	    16, 100, 1024, 1025, 20000, 262144, 300000, 5000000};
	unsigned before[8];

	for (int round = 0; round < 3000; round++)
		replace((int)below(BLOCKS));
	for (int i = 0; i < BLOCKS; i++) {
		if (blocks[i])
			verify(i, sizes[i]);
		free(blocks[i]);
	}
	/* What one size had, the next can have, and the first again. */
	for (int i = 0; i < 8; i++)
		before[i] = use_up(each[i], 100u << 20);
	for (int i = 7; i >= 0; i--)
		check(
		    use_up(each[i], 100u << 20) >= before[i] - before[i] / 50);
	check(before[0] > 1000000 && before[7] >= 18);
	return 0;
}
