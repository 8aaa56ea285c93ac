/* SPDX-License-Identifier: Apache-2.0
 *
 * msync: what was written through a shared mapping reaches the file, and with
 * MS_INVALIDATE other mappings of the same bytes.
 */
#include <errno.h>
#include <sys/mman.h>
#include "internal/wait.h"
#include "memory/mapping.h"

int msync(void *address, size_t size, int flags)
{
	uintptr_t at = (uintptr_t)address, end;
	struct zrt_mapping *m;
	int error;

	__zrt_cancellation_point();
	if (flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC) ||
	    (flags & MS_ASYNC && flags & MS_SYNC)) {
		errno = EINVAL;
		return -1;
	}
	error = __zrt_mapping_check(at, size);
	end = at + __zrt_whole_pages(size);
	while (!error && at < end) {
		m = __zrt_mapping_find(at, ZRT_PAGE);
		if (!m) {
			at += ZRT_PAGE;
			continue;
		}
		error = __zrt_mapping_write_back(m, at, end - at);
		at = m->base + m->size;
	}
	if (!error)
		return 0;
	errno = error;
	return -1;
}
