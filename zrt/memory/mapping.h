/* SPDX-License-Identifier: Apache-2.0
 *
 * What mmap remembers: a record for every range that has something to do with
 * a file. Anonymous pages have only their mark (internal/memory.h).
 */
#ifndef ZRT_MEMORY_MAPPING_H
#define ZRT_MEMORY_MAPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "internal/memory.h"
#include "memory/span.h"

struct zrt_mapping {
	struct zrt_span place; /* among all addresses */
	struct zrt_span part;  /* of the file, when shared */
	uintptr_t base;
	size_t size; /* whole pages */
	struct zrt_node *node;
	off_t offset;
	bool shared;   /* changes belong to the file */
	bool writable; /* mprotect may give write access; only when shared */
	bool in_place; /* a channel in the map area, not a copy */
};

/* The first record that covers part of [base, base + size). */
struct zrt_mapping *__zrt_mapping_find(uintptr_t base, size_t size);
/* false and ENOMEM. Takes a use of the node. */
bool __zrt_mapping_add(const struct zrt_mapping *wanted);
/* The pages behind belong to it as well. */
void __zrt_mapping_extend(struct zrt_mapping *mapping, size_t more);
/* Writes back and forgets whatever lies in the range; false and ENOMEM when a
 * record would have to become two. */
bool __zrt_mapping_remove(uintptr_t base, size_t size);
/* The record's bytes in the range, to the file; 0 or an errno. */
int __zrt_mapping_write_back(
    const struct zrt_mapping *mapping, uintptr_t base, size_t size);
/* The file's bytes, into the record's part of the range: of a record that is
 * not known yet, or the file would take the bytes from there. */
void __zrt_mapping_read(
    const struct zrt_mapping *mapping, uintptr_t base, size_t size);

/* Whether [base, base + size) starts at a page and has whole pages that
 * somebody uses; 0, or EINVAL or ENOMEM. */
int __zrt_mapping_check(uintptr_t base, size_t size);

static inline size_t __zrt_whole_pages(size_t size)
{
	return (size + ZRT_PAGE - 1) & -(size_t)ZRT_PAGE;
}

/* mmap's two halves, for mremap and shm. */
void __zrt_unmap_range(uintptr_t base, size_t size);

#endif
