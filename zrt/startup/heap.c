/* SPDX-License-Identifier: Apache-2.0
 *
 * The program break over the low end of the heap, up to the lowest page that
 * somebody else has (internal/memory.h). All of it is mapped from the start,
 * so growing is bookkeeping, and what the break gives back must read as zero
 * when it is taken again.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "internal/memory.h"
#include "internal/zrt.h"

static uintptr_t heap_low, heap_break;

void __zrt_heap_init(void)
{
	heap_low = heap_break = (__zrt_boot->heap_base + 15u) & -16u;
}

/* [from, to) reads as zero again, its whole pages without costing memory. */
static void give_back(uintptr_t from, uintptr_t to)
{
	uintptr_t first = (from + ZRT_PAGE - 1) & -ZRT_PAGE;
	uintptr_t last = (to + ZRT_PAGE - 1) & -ZRT_PAGE;

	if (first > to)
		first = to;
	memset((void *)from, 0, first - from);
	/* Nothing lies between the break and the end of its page. */
	if (last > first)
		zvm_discard((void *)first, last - first);
}

void *_sbrk(ptrdiff_t increment)
{
	uintptr_t old = heap_break;

	if (increment > 0
		? (uintptr_t)increment > __zrt_break_limit() - old
		: (uintptr_t)0 - (uintptr_t)increment > old - heap_low) {
		errno = ENOMEM;
		return (void *)-1;
	}
	heap_break = old + (uintptr_t)increment;
	if (increment < 0)
		give_back(heap_break, old);
	return (void *)old;
}
ZRT_POSIX_NAME(sbrk, _sbrk);

int brk(void *end)
{
	if ((uintptr_t)end < heap_low || (uintptr_t)end > __zrt_break_limit()) {
		errno = ENOMEM;
		return -1;
	}
	if ((uintptr_t)end < heap_break)
		give_back((uintptr_t)end, heap_break);
	heap_break = (uintptr_t)end;
	return 0;
}
