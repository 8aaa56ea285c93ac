/* SPDX-License-Identifier: Apache-2.0
 *
 * The program break over the heap that the session was granted. All of it is
 * mapped from the start, so growing is bookkeeping, and what the break gives
 * back must read as zero when it is taken again.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "internal/zrt.h"

static uintptr_t heap_low, heap_break, heap_top, heap_end;

void __zrt_heap_init(void)
{
	heap_low = heap_break = heap_top = (__zrt_boot->heap_base + 15u) & -16u;
	heap_end = __zrt_boot->heap_base + __zrt_boot->heap_size;
}

void *_sbrk(ptrdiff_t increment)
{
	uintptr_t old = heap_break;

	if (increment > 0
		? (uintptr_t)increment > heap_end - old
		: (uintptr_t)0 - (uintptr_t)increment > old - heap_low) {
		errno = ENOMEM;
		return (void *)-1;
	}
	heap_break = old + (uintptr_t)increment;
	if (increment > 0 && old < heap_top) {
		uintptr_t used = heap_break < heap_top ? heap_break : heap_top;

		memset((void *)old, 0, used - old);
	}
	if (heap_break > heap_top)
		heap_top = heap_break;
	return (void *)old;
}
ZRT_POSIX_NAME(sbrk, _sbrk);

int brk(void *end)
{
	return _sbrk((ptrdiff_t)((uintptr_t)end - heap_break)) == (void *)-1
		   ? -1
		   : 0;
}
