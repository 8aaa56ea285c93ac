/* SPDX-License-Identifier: Apache-2.0
 *
 * Locking and residency. Memory that was granted is there, and whether the
 * host swaps is not for the guest to see: locking checks its arguments, and
 * what is mapped is in core.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include "memory/mapping.h"

static int answer(int error)
{
	if (!error)
		return 0;
	errno = error;
	return -1;
}

/* The page in which the range starts need not be aligned to. */
static int check(const void *address, size_t size)
{
	uintptr_t base = (uintptr_t)address & -(uintptr_t)ZRT_PAGE;
	size_t before = (uintptr_t)address - base;

	if (size > PTRDIFF_MAX)
		return ENOMEM;
	/* Text, data and the first stack are always there. */
	if (!__zrt_heap_address((uintptr_t)address) &&
	    !__zrt_is_channel_memory(address))
		return (uintptr_t)address < 0x10000 ? ENOMEM : 0;
	return __zrt_mapping_check(base, size + before);
}

int mlock(const void *address, size_t size)
{
	return answer(check(address, size));
}

int munlock(const void *address, size_t size)
{
	return answer(check(address, size));
}

int mlockall(int flags)
{
	return answer(
	    flags == 0 || flags & ~(MCL_CURRENT | MCL_FUTURE) ? EINVAL : 0);
}

int munlockall(void)
{
	return 0;
}

int mincore(void *address, size_t size, unsigned char *pages)
{
	int error = __zrt_mapping_check((uintptr_t)address, size);

	if (!error)
		memset(pages, 1, __zrt_whole_pages(size) / ZRT_PAGE);
	return answer(error);
}
