/* SPDX-License-Identifier: Apache-2.0
 *
 * The names by which the C library's own parts allocate. They go through the
 * public ones, so that a program which brings a malloc of its own can free
 * what getline and its like gave it.
 */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/reent.h>

void *_malloc_r(struct _reent *reent, size_t size)
{
	(void)reent;
	return malloc(size);
}

void _free_r(struct _reent *reent, void *memory)
{
	(void)reent;
	free(memory);
}

void *_calloc_r(struct _reent *reent, size_t count, size_t size)
{
	(void)reent;
	return calloc(count, size);
}

void *_realloc_r(struct _reent *reent, void *memory, size_t size)
{
	(void)reent;
	return realloc(memory, size);
}

/* aligned_alloc, which takes powers of two only. */
void *_memalign_r(struct _reent *reent, size_t alignment, size_t size)
{
	(void)reent;
	if (alignment == 0 || alignment & (alignment - 1)) {
		errno = EINVAL;
		return NULL;
	}
	return memalign(alignment, size);
}
