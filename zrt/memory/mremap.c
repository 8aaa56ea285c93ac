/* SPDX-License-Identifier: Apache-2.0
 *
 * mremap: shrink, grow in place, or move. What moves is copied; one record, or
 * anonymous pages of one access, at a time.
 */
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include "internal/zrt.h"
#include "memory/mapping.h"

static void *fail(int error)
{
	errno = error;
	return MAP_FAILED;
}

/* All pages are mmap's, of one access, and of one record or of none. */
static int check_old(
    uintptr_t base, size_t size, struct zrt_mapping *m, uint32_t access)
{
	for (uintptr_t at = base; at < base + size; at += ZRT_PAGE)
		if (!__zrt_page_marked(at) ||
		    __zrt_mapping_find(at, ZRT_PAGE) != m ||
		    __zrt_page_access(at) != access)
			return EFAULT;
	return m && m->in_place ? ENOMEM : 0;
}

/* The record of what moved, and the pages of it that are new. */
static bool move_record(const struct zrt_mapping *m, uintptr_t old,
    void *memory, size_t old_size, size_t size)
{
	struct zrt_mapping moved = *m;

	moved.base = (uintptr_t)memory;
	moved.size = size;
	moved.offset += (off_t)(old - m->base);
	/* First the bytes, then the record: the file asks the record. */
	if (size > old_size)
		__zrt_mapping_read(
		    &moved, moved.base + old_size, size - old_size);
	return __zrt_mapping_add(&moved);
}

static void *move(uintptr_t old, size_t old_size, size_t size, void *memory)
{
	struct zrt_mapping *m = __zrt_mapping_find(old, ZRT_PAGE);
	uint32_t access = __zrt_page_access(old);
	size_t keep = old_size < size ? old_size : size;

	if (m && !move_record(m, old, memory, keep, size)) {
		__zrt_pages_unmap(memory, size);
		return fail(ENOMEM);
	}
	__zrt_pages_mark(memory, size);
	if (access == ZVM_PROT_NONE)
		__zrt_pages_protect((void *)old, old_size, ZVM_PROT_READ);
	memcpy(memory, (void *)old, keep);
	if (access != ZVM_PROT_READ_WRITE)
		__zrt_pages_protect(memory, size, access);
	munmap((void *)old, old_size);
	return memory;
}

static void *grow(uintptr_t base, size_t old_size, size_t size, int flags)
{
	struct zrt_mapping *m = __zrt_mapping_find(base, ZRT_PAGE);
	uint32_t access = __zrt_page_access(base);
	void *memory;

	/* In place, when the record ends where the range does. */
	if ((!m || m->base + m->size == base + old_size) &&
	    __zrt_pages_extend((void *)base, old_size, size)) {
		char *added = (char *)base + old_size;

		__zrt_pages_mark(added, size - old_size);
		if (m) {
			struct zrt_mapping behind = *m;

			behind.base = (uintptr_t)added;
			behind.size = size - old_size;
			behind.offset += (off_t)m->size;
			__zrt_mapping_read(&behind, behind.base, behind.size);
			__zrt_mapping_extend(m, size - old_size);
		}
		if (access != ZVM_PROT_READ_WRITE)
			__zrt_pages_protect(added, size - old_size, access);
		return (void *)base;
	}
	if (!(flags & MREMAP_MAYMOVE))
		return fail(ENOMEM);
	memory = __zrt_pages_map_aligned(size, ZRT_PAGE, size);
	return memory ? move(base, old_size, size, memory) : MAP_FAILED;
}

void *mremap(void *address, size_t old_size, size_t size, int flags, ...)
{
	uintptr_t base = (uintptr_t)address, target = 0;
	void *memory;
	va_list arguments;
	int error;

	if (flags & MREMAP_FIXED) {
		va_start(arguments, flags);
		target = (uintptr_t)va_arg(arguments, void *);
		va_end(arguments);
	}
	if (base % ZRT_PAGE || size == 0 || old_size == 0 ||
	    flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED) ||
	    (flags & MREMAP_FIXED && !(flags & MREMAP_MAYMOVE)) ||
	    target % ZRT_PAGE)
		return fail(EINVAL);
	if (size > PTRDIFF_MAX || old_size > PTRDIFF_MAX ||
	    base + __zrt_whole_pages(old_size) < base)
		return fail(size > PTRDIFF_MAX ? ENOMEM : EFAULT);
	size = __zrt_whole_pages(size);
	old_size = __zrt_whole_pages(old_size);
	error = check_old(base, old_size, __zrt_mapping_find(base, ZRT_PAGE),
	    __zrt_page_access(base));
	if (error)
		return fail(error);
	if (flags & MREMAP_FIXED) {
		if (target + size < target ||
		    (target < base + old_size && base < target + size))
			return fail(EINVAL);
		memory = mmap((void *)target, size, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
		return memory == MAP_FAILED
			   ? memory
			   : move(base, old_size, size, memory);
	}
	if (size > old_size)
		return grow(base, old_size, size, flags);
	if (size < old_size &&
	    munmap((char *)address + size, old_size - size) != 0)
		return MAP_FAILED;
	return address;
}
