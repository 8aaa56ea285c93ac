/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory calls at their limits: errors of mmap and its kin, allocations that
 * overflow or cannot be had, sizes of nothing, realloc that fails and keeps
 * what it had, and a peak that stays bounded while blocks come and go.
 *
 * FLAGS: -fno-builtin-malloc -Wno-alloc-size-larger-than -Wno-use-after-free
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "test.h"

#define PAGE 4096u

static void *get(size_t size, int protection)
{
	void *memory =
	    mmap(NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	check(memory != MAP_FAILED);
	return memory;
}

#define check_map(error, ...)                                                  \
	do {                                                                   \
		errno = 0;                                                     \
		check(mmap(__VA_ARGS__) == MAP_FAILED && errno == (error));    \
	} while (0)

static void mappings(void)
{
	int file = open("mapped", O_RDWR | O_CREAT | O_TRUNC, 0600);
	int reading = open("mapped", O_RDONLY);
	int writing = open("mapped", O_WRONLY), folder = open(".", O_RDONLY);
	int both = PROT_READ | PROT_WRITE, anonymous = MAP_ANONYMOUS;
	int pipes[2];

	check(ftruncate(file, 3 * PAGE) == 0 && pipe(pipes) == 0);
	check_map(EINVAL, NULL, 0, both, MAP_PRIVATE | anonymous, -1, 0);
	check_map(EINVAL, NULL, PAGE, both, anonymous, -1, 0);
	check_map(EINVAL, NULL, PAGE, both, MAP_PRIVATE, file, 1);
	check_map(EBADF, NULL, PAGE, both, MAP_PRIVATE, -1, 0);
	check_map(EACCES, NULL, PAGE, both, MAP_SHARED, reading, 0);
	check_map(EACCES, NULL, PAGE, PROT_READ, MAP_PRIVATE, writing, 0);
	check_map(EACCES, NULL, PAGE, both, MAP_SHARED, writing, 0);
	check_map(ENODEV, NULL, PAGE, PROT_READ, MAP_PRIVATE, folder, 0);
	check_map(ENODEV, NULL, PAGE, PROT_READ, MAP_PRIVATE, pipes[0], 0);
	check_map(ENOMEM, NULL, SIZE_MAX - 2 * PAGE, both,
	    MAP_PRIVATE | anonymous, -1, 0);
	check(mmap(NULL, PAGE, both, MAP_PRIVATE, reading, 0) != MAP_FAILED);
	close(file);
	close(reading);
	close(writing);
	close(folder);
}

static void changes(void)
{
	char *memory = get(4 * PAGE, PROT_READ | PROT_WRITE), *moved;

	check_error(munmap(memory + 1, PAGE), EINVAL);
	check_error(munmap(memory, 0), EINVAL);
	check_error(mprotect(memory + 1, PAGE, PROT_READ), EINVAL);
	check(mprotect(memory, 0, PROT_READ) == 0);
	check_error(msync(memory + 1, PAGE, MS_SYNC), EINVAL);
	check_error(msync(memory, PAGE, MS_SYNC | MS_ASYNC), EINVAL);
	check(msync(memory, PAGE, MS_ASYNC) == 0);
	check_error(madvise(memory + 1, PAGE, MADV_NORMAL), EINVAL);
	check_error(madvise(memory, PAGE, 12345), EINVAL);
	check(posix_madvise(memory, PAGE, 12345) == EINVAL);
	errno = 0;
	check(
	    mremap(memory + 1, PAGE, PAGE, 0) == MAP_FAILED && errno == EINVAL);
	check(mremap(memory, PAGE, 0, 0) == MAP_FAILED && errno == EINVAL);
	check(mremap(memory, PAGE, PAGE, 64) == MAP_FAILED && errno == EINVAL);
	memset(memory, 'x', 4 * PAGE);
	check(mremap(memory, 4 * PAGE, 2 * PAGE, 0) == memory);
	check_error(msync(memory, 4 * PAGE, MS_SYNC), ENOMEM);
	moved = mremap(memory, 2 * PAGE, 64 * PAGE, MREMAP_MAYMOVE);
	check(moved != MAP_FAILED && moved[2 * PAGE - 1] == 'x' &&
	      moved[2 * PAGE] == 0 && moved[64 * PAGE - 1] == 0);
	check(munmap(moved, 64 * PAGE) == 0);
	check(munmap(moved, 64 * PAGE) == 0); /* nothing there is no error */
}

static void sizes_of_nothing(void)
{
	void *a = malloc(0), *b = malloc(0), *c = calloc(0, 8);
	void *d = calloc(8, 0), *e;

	check(a && b && c && d && a != b && c != d);
	e = realloc(NULL, 0);
	check(e && malloc_usable_size(NULL) == 0);
	free(a);
	free(b);
	free(c);
	free(d);
	free(e);
	free(NULL);
	check(posix_memalign(&a, 64, 0) == 0);
	free(a);
}

static void too_much(void)
{
	volatile size_t half = SIZE_MAX / 2, huge = SIZE_MAX - 64;
	void *memory = (void *)1;
	char *block;

#define REFUSED(call) (errno = 0, (call) == NULL && errno == ENOMEM)
	check(REFUSED(malloc(huge)) && REFUSED(malloc(half + 1)));
	check(REFUSED(calloc(half, 3)) && REFUSED(calloc(huge, huge)));
	check(REFUSED(reallocarray(NULL, half, 3)));
	check(REFUSED(memalign(4096, huge)) && REFUSED(valloc(huge)) &&
	      REFUSED(pvalloc(huge)) && REFUSED(aligned_alloc(64, huge)));
	check(posix_memalign(&memory, 64, huge) == ENOMEM);
	check(posix_memalign(&memory, 3, 8) == EINVAL);
	check(
	    posix_memalign(&memory, 4, 8) == (sizeof(void *) > 4 ? EINVAL : 0));
	block = malloc(100);
	memset(block, 7, 100);
	check(
	    REFUSED(realloc(block, huge)) && REFUSED(realloc(block, half + 9)));
	check(REFUSED(reallocarray(block, huge, 2)));
	for (int i = 0; i < 100; i++)
		check(block[i] == 7);
	free(block);
}

static bool aligned(const void *memory, size_t to)
{
	return ((uintptr_t)memory & (to - 1)) == 0;
}

static void alignments(void)
{
	for (size_t to = sizeof(void *); to <= 1u << 20; to *= 2) {
		void *a, *b = memalign(to, 33), *c = aligned_alloc(to, 5 * to);

		check(posix_memalign(&a, to, 7) == 0);
		check(aligned(a, to) && aligned(b, to) && aligned(c, to));
		memset(b, 1, 33);
		memset(c, 2, 5 * to);
		b = realloc(b, 100000);
		check(((char *)b)[32] == 1);
		free(a);
		free(b);
		free(c);
	}
	for (size_t size = 1; size < 70000; size += size / 7 + 1) {
		void *block = malloc(size);

		check(aligned(block, _Alignof(max_align_t)) &&
		      malloc_usable_size(block) >= size);
		free(block);
	}
}

/* A pattern of blocks of all sizes, checked by their bytes. The same amount
 * lives at any time, so the heap's end comes to rest. */
#define SLOTS 512

static unsigned random_state = 1;

static unsigned chance(void)
{
	random_state = random_state * 1103515245 + 12345;
	return random_state >> 8;
}

static size_t some_size(void)
{
	unsigned kind = chance() % 100;

	return kind < 80   ? chance() % 512
	       : kind < 97 ? chance() % 16384
			   : chance() % 300000;
}

static void comes_and_goes(void)
{
	static struct {
		unsigned char *bytes;
		size_t size;
		unsigned char mark;
	} slots[SLOTS];
	uintptr_t lowest = UINTPTR_MAX, highest = 0, extent = 0;

	for (int i = 0; i < 200000; i++) {
		int at = (int)(chance() % SLOTS);
		size_t size = some_size();
		unsigned char *old = slots[at].bytes;

		if (old && slots[at].size)
			check(old[0] == slots[at].mark &&
			      old[slots[at].size - 1] == slots[at].mark);
		if (old && chance() % 3 == 0) {
			size_t kept =
			    size < slots[at].size ? size : slots[at].size;

			slots[at].bytes = realloc(old, size ? size : 1);
			check(slots[at].bytes);
			if (kept)
				check(slots[at].bytes[kept - 1] ==
				      slots[at].mark);
		} else {
			free(old);
			slots[at].bytes = malloc(size);
			check(slots[at].bytes);
		}
		slots[at].size = size;
		slots[at].mark = (unsigned char)i;
		if (size)
			memset(slots[at].bytes, slots[at].mark, size);
		if (size < 100000) { /* larger ones have places of their own */
			uintptr_t here = (uintptr_t)slots[at].bytes;

			lowest = here < lowest ? here : lowest;
			highest = here > highest ? here : highest;
		}
		if (i == 100000)
			extent = highest - lowest;
	}
	for (int i = 0; i < SLOTS; i++)
		free(slots[i].bytes);
	/* What half of the way took is nearly all that is ever taken. */
	check(highest - lowest < extent + extent / 2 + (4u << 20));
}

int main(void)
{
	mappings();
	changes();
	sizes_of_nothing();
	too_much();
	alignments();
	comes_and_goes();
	return 0;
}
