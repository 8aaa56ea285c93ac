/* SPDX-License-Identifier: Apache-2.0
 *
 * Advice. Only MADV_DONTNEED changes anything: private anonymous pages read as
 * zero, copies of files as the file. posix_madvise never loses contents.
 */
#include <errno.h>
#include <sys/mman.h>
#include "internal/zrt.h"
#include "memory/mapping.h"

static void drop(uintptr_t at)
{
	struct zrt_mapping *m = __zrt_mapping_find(at, ZRT_PAGE);

	if (m && m->in_place)
		return;
	if (m)
		__zrt_mapping_write_back(m, at, ZRT_PAGE);
	else if (__zrt_page_marked(at))
		zvm_discard((void *)at, ZRT_PAGE);
}

int madvise(void *address, size_t size, int advice)
{
	uintptr_t base = (uintptr_t)address;
	int error;

	if (advice < 0 || (advice > MADV_DONTNEED && advice < MADV_FREE) ||
	    advice > MADV_DODUMP)
		error = EINVAL;
	else if (base % ZRT_PAGE || size > PTRDIFF_MAX)
		error = EINVAL;
	else
		error = __zrt_mapping_check(base, size);
	if (error) {
		errno = error;
		return -1;
	}
	if (advice == MADV_DONTNEED)
		for (uintptr_t at = base; at < base + size; at += ZRT_PAGE)
			drop(at);
	return 0;
}

int posix_madvise(void *address, size_t size, int advice)
{
	if (advice < 0 || advice > POSIX_MADV_DONTNEED)
		return EINVAL;
	return __zrt_mapping_check((uintptr_t)address, size);
}
