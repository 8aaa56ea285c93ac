/* SPDX-License-Identifier: Apache-2.0
 *
 * The allocator: alignment for every type, no overlap, contents across realloc,
 * impossible sizes refused with ENOMEM, aligned variants.
 *
 * NATIVE
 */
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include "test.h"

#define BLOCKS 500

static unsigned char *blocks[BLOCKS];
static size_t sizes[BLOCKS];
static uint32_t seed = 99;

static uint32_t below(uint32_t limit)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % limit;
}

static void verify(int i)
{
	for (size_t at = 0; at < sizes[i]; at++)
		check(blocks[i][at] == (unsigned char)(i * 7 + 1));
}

int main(void)
{
	void *aligned, *old;
	volatile size_t huge = SIZE_MAX;

	for (int round = 0; round < 20000; round++) {
		int i = (int)below(BLOCKS);
		size_t size = below(10) ? below(300) : below(40000);
		size_t keep = size < sizes[i] ? size : sizes[i];

		if (blocks[i])
			verify(i);
		if (below(3) == 0) {
			free(blocks[i]);
			blocks[i] = below(2) ? malloc(size) : calloc(1, size);
			keep = 0;
		} else {
			blocks[i] = realloc(blocks[i], size + 1);
		}
		check(blocks[i] || !size);
		check(((uintptr_t)blocks[i] & 15) == 0);
		for (size_t at = 0; at < keep; at++)
			check(blocks[i][at] == (unsigned char)(i * 7 + 1));
		sizes[i] = size;
		memset(blocks[i], i * 7 + 1, size);
	}
	for (int i = 0; i < BLOCKS; i++) {
		if (blocks[i])
			verify(i);
		free(blocks[i]);
	}

	errno = 0;
	check(!malloc(huge - 100) && errno == ENOMEM);
	errno = 0;
	check(!malloc(huge / 2 + 1) && errno == ENOMEM);
	errno = 0;
	check(!calloc(huge / 4, 8) && errno == ENOMEM);
	old = malloc(10);
	errno = 0;
	check(!realloc(old, huge / 2 + 1) && errno == ENOMEM);
	strcpy(old, "still");
	free(old);
	free(NULL);

	for (size_t alignment = 1; alignment <= 65536; alignment *= 2) {
		if (alignment >= sizeof(void *)) {
			check(posix_memalign(&aligned, alignment, 100) == 0);
			check(((uintptr_t)aligned & (alignment - 1)) == 0);
			memset(aligned, 1, 100);
			free(aligned);
		}
		aligned = aligned_alloc(alignment, alignment * 3);
		check(((uintptr_t)aligned & (alignment - 1)) == 0 && aligned);
		free(aligned);
	}
	check(posix_memalign(&aligned, 3, 10) == EINVAL);
	check(posix_memalign(&aligned, 1, 10) == EINVAL);
	check(posix_memalign(&aligned, 16, huge / 2 + 1) == ENOMEM);
	return 0;
}
