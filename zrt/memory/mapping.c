/* SPDX-License-Identifier: Apache-2.0
 *
 * The records of mapped files, and how a shared mapping meets read and write.
 *
 * A mapping is a copy. While a file is mapped shared, its node answers reads
 * and writes through the functions here: a read first takes what the mapping
 * has, a write also goes into the mapping. So the file and one mapping of it
 * always agree; two mappings of the same bytes agree after msync of the one
 * that was written.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal/fs.h"
#include "memory/mapping.h"

/* A node's own functions, and ours in front of them. */
struct shadow {
	struct zrt_node_ops ops; /* what the node points to meanwhile */
	const struct zrt_node_ops *own;
	unsigned mappings;
};

static struct zrt_mapping *mappings;

static struct shadow *shadow_of(struct zrt_node *node)
{
	return (struct shadow *)(uintptr_t)node->ops;
}

static bool overlaps(const struct zrt_mapping *m, uintptr_t base, size_t size)
{
	return m->base < base + size && base < m->base + m->size;
}

struct zrt_mapping *__zrt_mapping_find(uintptr_t base, size_t size)
{
	struct zrt_mapping *m;

	for (m = mappings; m && !overlaps(m, base, size); m = m->next)
		;
	return m;
}

/* The part of a shared mapping of this node that lies in [offset, + size):
 * memory, or null. */
static char *part(const struct zrt_mapping *m, const struct zrt_node *node,
    off_t *offset, size_t *size)
{
	off_t start = *offset > m->offset ? *offset : m->offset;
	off_t end = *offset + (off_t)*size, last = m->offset + (off_t)m->size;

	if (end > last)
		end = last;
	if (m->node != node || !m->shared || start >= end)
		return NULL;
	*offset = start;
	*size = (size_t)(end - start);
	return (char *)m->base + (start - m->offset);
}

/* Only what is readable can be looked at, and only what is writable can have
 * changed. */
static bool each_page_gives(const char *memory, size_t size, uint32_t access)
{
	uintptr_t at = (uintptr_t)memory & -(uintptr_t)ZRT_PAGE;

	for (; at < (uintptr_t)memory + size; at += ZRT_PAGE)
		if ((__zrt_page_access(at) & access) != access)
			return false;
	return true;
}

static int put(const struct zrt_node_ops *own, struct zrt_node *node,
    const char *memory, size_t size, off_t offset)
{
	/* A mapping reaches beyond the end of its file; the file does not. */
	off_t end = own->size(node);

	if (offset >= end)
		return 0;
	if ((off_t)size > end - offset)
		size = (size_t)(end - offset);
	while (size) {
		ssize_t done = own->write(node, memory, size, offset);

		if (done <= 0)
			return done < 0 ? errno : EIO;
		memory += done, offset += done, size -= (size_t)done;
	}
	return 0;
}

static ssize_t shadow_read(
    struct zrt_node *node, void *buffer, size_t size, off_t offset)
{
	const struct zrt_node_ops *own = shadow_of(node)->own;
	struct zrt_mapping *m;

	for (m = mappings; m; m = m->next) {
		off_t at = offset;
		size_t bytes = size;
		char *memory = part(m, node, &at, &bytes);

		if (memory && m->writable &&
		    each_page_gives(memory, bytes, ZVM_PROT_READ))
			put(own, node, memory, bytes, at);
	}
	return own->read(node, buffer, size, offset);
}

/* The file's bytes into every shared mapping of them. */
static void refresh(struct zrt_node *node, off_t offset, size_t size)
{
	const struct zrt_node_ops *own = shadow_of(node)->own;
	struct zrt_mapping *m;

	for (m = mappings; m; m = m->next) {
		off_t at = offset;
		size_t bytes = size;
		char *memory = part(m, node, &at, &bytes);
		bool open;
		ssize_t got;

		if (!memory)
			continue;
		open = each_page_gives(memory, bytes, ZVM_PROT_READ_WRITE);
		if (!open)
			zvm_protect(
			    (void *)m->base, m->size, ZVM_PROT_READ_WRITE);
		got = own->read(node, memory, bytes, at);
		if (got < 0)
			got = 0;
		memset(memory + got, 0, bytes - (size_t)got);
		for (uintptr_t page = m->base;
		     !open && page < m->base + m->size; page += ZRT_PAGE)
			zvm_protect(
			    (void *)page, ZRT_PAGE, __zrt_page_access(page));
	}
}

static ssize_t shadow_write(
    struct zrt_node *node, const void *buffer, size_t size, off_t offset)
{
	ssize_t done = shadow_of(node)->own->write(node, buffer, size, offset);

	if (done > 0)
		refresh(node, offset, (size_t)done);
	return done;
}

static int shadow_truncate(struct zrt_node *node, off_t size)
{
	const struct zrt_node_ops *own = shadow_of(node)->own;
	off_t before = own->size(node);
	struct zrt_mapping *m;
	int result;

	for (m = mappings; m; m = m->next)
		if (m->node == node && m->shared && m->writable)
			__zrt_mapping_write_back(m, m->base, m->size);
	result = own->truncate(node, size);
	if (result == 0)
		refresh(node, size < before ? size : before, PTRDIFF_MAX);
	return result;
}

static bool shadow_start(struct zrt_node *node)
{
	struct shadow *shadow;

	if (node->ops->read == shadow_read) {
		shadow_of(node)->mappings++;
		return true;
	}
	shadow = malloc(sizeof(*shadow));
	if (!shadow)
		return false;
	shadow->own = node->ops;
	shadow->ops = *node->ops;
	shadow->ops.read = shadow_read;
	if (shadow->ops.write)
		shadow->ops.write = shadow_write;
	if (shadow->ops.truncate)
		shadow->ops.truncate = shadow_truncate;
	shadow->mappings = 1;
	node->ops = &shadow->ops;
	return true;
}

static void shadow_end(struct zrt_node *node)
{
	struct shadow *shadow = shadow_of(node);

	if (--shadow->mappings)
		return;
	node->ops = shadow->own;
	free(shadow);
}

bool __zrt_mapping_add(const struct zrt_mapping *wanted)
{
	struct zrt_mapping *m = malloc(sizeof(*m));

	if (!m || (wanted->shared && !shadow_start(wanted->node))) {
		free(m);
		errno = ENOMEM;
		return false;
	}
	*m = *wanted;
	m->node->uses++;
	m->next = mappings;
	mappings = m;
	return true;
}

int __zrt_mapping_write_back(
    const struct zrt_mapping *m, uintptr_t base, size_t size)
{
	uintptr_t from = base > m->base ? base : m->base;
	uintptr_t to =
	    base + size < m->base + m->size ? base + size : m->base + m->size;

	if (!m->shared || !m->writable || from >= to)
		return 0;
	if (!each_page_gives((char *)from, to - from, ZVM_PROT_READ))
		return 0;
	return put(shadow_of(m->node)->own, m->node, (char *)from, to - from,
	    m->offset + (off_t)(from - m->base));
}

void __zrt_mapping_read(
    const struct zrt_mapping *m, uintptr_t base, size_t size)
{
	uintptr_t from = base > m->base ? base : m->base;
	uintptr_t to =
	    base + size < m->base + m->size ? base + size : m->base + m->size;
	off_t offset = m->offset + (off_t)(from - m->base);
	size_t got = 0;

	while (from < to && got < to - from) {
		ssize_t n = m->node->ops->read(m->node, (char *)from + got,
		    to - from - got, offset + (off_t)got);

		if (n <= 0)
			break;
		got += (size_t)n;
	}
	if (from < to)
		memset((char *)from + got, 0, to - from - got);
}

static void forget(struct zrt_mapping **link)
{
	struct zrt_mapping *m = *link;

	*link = m->next;
	if (m->shared)
		shadow_end(m->node);
	m->node->uses--;
	__zrt_node_release(m->node);
	free(m);
}

bool __zrt_mapping_remove(uintptr_t base, size_t size)
{
	struct zrt_mapping **link = &mappings;

	while (*link) {
		struct zrt_mapping *m = *link;
		uintptr_t end = base + size, last = m->base + m->size;

		if (!overlaps(m, base, size)) {
			link = &m->next;
			continue;
		}
		__zrt_mapping_write_back(m, base, size);
		if (m->base < base && end < last) {
			struct zrt_mapping upper = *m;

			upper.base = end;
			upper.size = last - end;
			upper.offset += (off_t)(end - m->base);
			if (!__zrt_mapping_add(&upper))
				return false;
			m->size = base - m->base;
			return true; /* nothing else can overlap */
		}
		if (m->base < base) {
			m->size = base - m->base;
			link = &m->next;
		} else if (end < last) {
			m->offset += (off_t)(end - m->base);
			m->base = end;
			m->size = last - end;
			link = &m->next;
		} else {
			forget(link);
		}
	}
	return true;
}

int __zrt_mapping_check(uintptr_t base, size_t size)
{
	if (base % ZRT_PAGE)
		return EINVAL;
	if (size > PTRDIFF_MAX || base + __zrt_whole_pages(size) < base)
		return ENOMEM;
	for (uintptr_t at = base; at < base + size; at += ZRT_PAGE)
		if (!__zrt_page_used(at))
			return ENOMEM;
	return 0;
}
