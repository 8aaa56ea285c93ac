/* SPDX-License-Identifier: Apache-2.0
 *
 * mmap and munmap. Pages come from the heap; a file's bytes are copied into
 * them, except that a channel which is only read is placed without a copy when
 * the mapping is only read as well.
 *
 * munmap takes back only what mmap gave: other pages of the heap are
 * somebody's, and the range counts as having nothing there.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include "internal/fd.h"
#include "memory/mapping.h"

static uint32_t page_access(int access)
{
	if (access & PROT_WRITE)
		return ZVM_PROT_READ_WRITE;
	return access & PROT_READ ? ZVM_PROT_READ : ZVM_PROT_NONE;
}

void __zrt_unmap_range(uintptr_t base, size_t size)
{
	uintptr_t end = base + __zrt_whole_pages(size), at = base;

	while (at < end) {
		uintptr_t from = at;

		while (at < end && __zrt_page_marked(at))
			at += ZRT_PAGE;
		if (at > from)
			__zrt_pages_unmap((void *)from, at - from);
		from = at;
		while (at < end && __zrt_is_channel_memory((void *)at) &&
		       __zrt_page_used(at))
			at += ZRT_PAGE;
		if (at > from)
			__zrt_channel_unmap((void *)from, at - from);
		if (at == from)
			at += ZRT_PAGE;
	}
}

/* Room at a fixed address: what mmap put there before gives way. */
static void *take_fixed(uintptr_t base, size_t size, bool replace)
{
	for (uintptr_t at = base; at < base + size; at += ZRT_PAGE) {
		if (!__zrt_page_used(at))
			continue;
		if (!replace) {
			errno = EEXIST;
			return NULL;
		}
		if (!__zrt_page_marked(at)) {
			errno = ENOMEM; /* malloc's, or a thread's */
			return NULL;
		}
	}
	if (!__zrt_mapping_remove(base, size))
		return NULL;
	__zrt_unmap_range(base, size);
	errno = ENOMEM;
	return __zrt_pages_map_at(base, size);
}

static void *take(uintptr_t hint, size_t size, int flags)
{
	void *memory = NULL;
	size_t whole = __zrt_whole_pages(size);

	if (size > PTRDIFF_MAX || hint + whole < hint) {
		errno = ENOMEM;
		return NULL;
	}
	if (flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) {
		if (hint % ZRT_PAGE) {
			errno = EINVAL;
			return NULL;
		}
		return take_fixed(hint, whole, !(flags & MAP_FIXED_NOREPLACE));
	}
	if (hint)
		memory = __zrt_pages_map_at(hint & -(uintptr_t)ZRT_PAGE, size);
	return memory ? memory : __zrt_pages_map(size);
}

/* What kind of file can be mapped how: an errno, or 0. */
static int check_file(const struct zrt_file *file, int access, int flags,
    off_t offset, size_t size)
{
	const struct zrt_node *node = file->node;

	if (!__zrt_readable(file))
		return EACCES;
	if ((flags & MAP_TYPE) != MAP_PRIVATE && access & PROT_WRITE &&
	    !__zrt_writable(file))
		return EACCES;
	if (!S_ISREG(node->mode) || !node->get_position || !node->ops->read)
		return ENODEV;
	if (offset < 0 || offset > INT64_MAX - (off_t)size)
		return EOVERFLOW;
	return 0;
}

/* A channel without a copy; null when that cannot be. */
static void *place_channel(const struct zrt_mapping *wanted, size_t size)
{
	const struct zrt_node *node = wanted->node;
	off_t end = node->ops->size ? node->ops->size(wanted->node) : 0;

	if (!__zrt_is_channel(node) || wanted->offset >= end ||
	    (off_t)size >
		(off_t)__zrt_whole_pages((size_t)(end & (ZRT_PAGE - 1))) +
		    (end & -(off_t)ZRT_PAGE) - wanted->offset)
		return NULL;
	return (void *)(uintptr_t)__zrt_channel_map(
	    node->channel.number, wanted->offset, size);
}

static void *map_file(uintptr_t hint, size_t size, int access, int flags,
    struct zrt_file *file, off_t offset)
{
	struct zrt_mapping wanted = {
	    .size = __zrt_whole_pages(size),
	    .node = file->node,
	    .offset = offset,
	    .shared = (flags & MAP_TYPE) != MAP_PRIVATE,
	    .writable = __zrt_writable(file),
	};
	void *memory = NULL;
	int saved = errno;

	if (access == PROT_READ && !wanted.writable && !(flags & MAP_FIXED))
		memory = place_channel(&wanted, size);
	errno = saved;
	wanted.in_place = memory != NULL;
	wanted.shared &= !wanted.in_place;
	if (!memory)
		memory = take(hint, size, flags);
	if (!memory)
		return MAP_FAILED;
	wanted.base = (uintptr_t)memory;
	/* Before the record exists: its reads would come from here. */
	if (!wanted.in_place) {
		__zrt_pages_mark(memory, size);
		__zrt_mapping_read(&wanted, wanted.base, wanted.size);
	}
	/* A private copy has nothing more to do with its file. */
	if ((wanted.shared || wanted.in_place) && !__zrt_mapping_add(&wanted)) {
		__zrt_unmap_range(wanted.base, wanted.size);
		return MAP_FAILED;
	}
	return memory;
}

void *mmap(
    void *address, size_t size, int access, int flags, int fd, off_t offset)
{
	uintptr_t hint = (uintptr_t)address;
	struct zrt_file *file;
	void *memory;

	errno = 0;
	if (size == 0 || offset % ZRT_PAGE ||
	    access & ~(PROT_READ | PROT_WRITE | PROT_EXEC) ||
	    ((flags & MAP_TYPE) != MAP_SHARED &&
		(flags & MAP_TYPE) != MAP_PRIVATE &&
		(flags & MAP_TYPE) != (MAP_SHARED | MAP_PRIVATE)))
		errno = EINVAL;
	else if (access & PROT_EXEC)
		errno = ENOTSUP;
	if (errno)
		return MAP_FAILED;
	if (flags & MAP_ANONYMOUS) {
		memory = take(hint, size, flags);
		if (!memory)
			return MAP_FAILED;
		__zrt_pages_mark(memory, size);
	} else {
		file = __zrt_file(fd);
		if (!file)
			return MAP_FAILED;
		errno = check_file(file, access, flags, offset, size);
		if (errno)
			return MAP_FAILED;
		memory = map_file(hint, size, access, flags, file, offset);
		if (memory == MAP_FAILED)
			return memory;
	}
	if (!(access & PROT_WRITE) && !__zrt_is_channel_memory(memory) &&
	    __zrt_pages_protect(memory, size, page_access(access)) != 0) {
		munmap(memory, size);
		errno = ENOMEM;
		return MAP_FAILED;
	}
	return memory;
}

int munmap(void *address, size_t size)
{
	uintptr_t base = (uintptr_t)address;
	size_t whole = __zrt_whole_pages(size);

	if (base % ZRT_PAGE || size == 0 || size > PTRDIFF_MAX ||
	    base + whole < base) {
		errno = EINVAL;
		return -1;
	}
	if (!__zrt_mapping_remove(base, whole))
		return -1;
	__zrt_unmap_range(base, whole);
	return 0;
}

int mprotect(void *address, size_t size, int access)
{
	uintptr_t base = (uintptr_t)address, end;
	struct zrt_mapping *m;
	int error;

	if (access & ~(PROT_READ | PROT_WRITE | PROT_EXEC))
		error = EINVAL;
	else
		error = __zrt_mapping_check(base, size);
	if (!error && access & PROT_EXEC)
		error = ENOTSUP;
	end = base + __zrt_whole_pages(size);
	for (uintptr_t at = base; !error && at < end; at += ZRT_PAGE) {
		m = __zrt_mapping_find(at, ZRT_PAGE);
		if (!m)
			continue;
		if (m->in_place ? access != PROT_READ
				: access & PROT_WRITE && !m->writable)
			error = EACCES;
	}
	if (error) {
		errno = error;
		return -1;
	}
	if (size == 0 || __zrt_is_channel_memory(address))
		return 0;
	return __zrt_pages_protect(address, size, page_access(access));
}
