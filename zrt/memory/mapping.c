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
	struct zrt_span *parts; /* of the mappings; null at the end */
};

static struct zrt_span *places;

static struct shadow *shadow_of(struct zrt_node *node)
{
	return (struct shadow *)(uintptr_t)node->ops;
}

struct zrt_mapping *__zrt_mapping_find(uintptr_t base, size_t size)
{
	struct zrt_span *place = __zrt_span_next(
	    places, NULL, (int64_t)base, (int64_t)base + (int64_t)size);

	return (
	    struct zrt_mapping *)((uintptr_t)place -
				  (place ? offsetof(struct zrt_mapping, place)
					 : 0));
}

static void enter(struct zrt_mapping *m)
{
	m->place.start = (int64_t)m->base;
	m->place.end = (int64_t)m->base + (int64_t)m->size;
	__zrt_span_add(&places, &m->place);
	m->part.start = m->offset;
	m->part.end = m->offset + (off_t)m->size;
	if (m->shared)
		__zrt_span_add(&shadow_of(m->node)->parts, &m->part);
}

static void leave(struct zrt_mapping *m)
{
	__zrt_span_remove(&places, &m->place);
	if (m->shared)
		__zrt_span_remove(&shadow_of(m->node)->parts, &m->part);
}

/* The shared mappings of a node's bytes [start, end), one after another. */
static struct zrt_mapping *next_shared(const struct zrt_node *node,
    struct zrt_mapping *after, off_t start, off_t end)
{
	struct zrt_span *part =
	    __zrt_span_next(shadow_of((struct zrt_node *)node)->parts,
		after ? &after->part : NULL, start, end);

	return (struct zrt_mapping *)((uintptr_t)part -
				      (part ? offsetof(struct zrt_mapping, part)
					    : 0));
}

/* What of such a mapping lies in [start, end): where in the file, and how many
 * bytes. */
static char *part(const struct zrt_mapping *m, off_t start, off_t end,
    off_t *offset, size_t *size)
{
	*offset = start > m->offset ? start : m->offset;
	if (end > m->offset + (off_t)m->size)
		end = m->offset + (off_t)m->size;
	*size = (size_t)(end - *offset);
	return (char *)m->base + (*offset - m->offset);
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
	off_t end = offset + (off_t)size;
	struct zrt_mapping *m = NULL;

	while ((m = next_shared(node, m, offset, end)) != NULL) {
		off_t at;
		size_t bytes;
		char *memory = part(m, offset, end, &at, &bytes);

		if (m->writable &&
		    each_page_gives(memory, bytes, ZVM_PROT_READ))
			put(own, node, memory, bytes, at);
	}
	return own->read(node, buffer, size, offset);
}

/* The file's bytes [start, end) into every shared mapping of them. */
static void refresh(struct zrt_node *node, off_t start, off_t end)
{
	const struct zrt_node_ops *own = shadow_of(node)->own;
	struct zrt_mapping *m = NULL;

	while ((m = next_shared(node, m, start, end)) != NULL) {
		off_t at;
		size_t bytes;
		char *memory = part(m, start, end, &at, &bytes);
		bool open;
		ssize_t got;

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
		refresh(node, offset, offset + done);
	return done;
}

static int shadow_truncate(struct zrt_node *node, off_t size)
{
	const struct zrt_node_ops *own = shadow_of(node)->own;
	off_t before = own->size(node);
	struct zrt_mapping *m = NULL;
	int result;

	while ((m = next_shared(node, m, 0, INT64_MAX)) != NULL)
		if (m->writable)
			__zrt_mapping_write_back(m, m->base, m->size);
	result = own->truncate(node, size);
	if (result == 0)
		refresh(node, size < before ? size : before, INT64_MAX);
	return result;
}

static bool shadow_start(struct zrt_node *node)
{
	struct shadow *shadow;

	if (node->ops->read == shadow_read)
		return true;
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
	shadow->parts = NULL;
	node->ops = &shadow->ops;
	return true;
}

static void shadow_end(struct zrt_node *node)
{
	struct shadow *shadow = shadow_of(node);

	if (shadow->parts)
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
	enter(m);
	return true;
}

void __zrt_mapping_extend(struct zrt_mapping *m, size_t more)
{
	leave(m);
	m->size += more;
	enter(m);
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

/* The mapping is to be [base, + size), a part of what it was; nothing: it is
 * forgotten. */
static void narrow(struct zrt_mapping *m, uintptr_t base, size_t size)
{
	leave(m);
	if (size) {
		m->offset += (off_t)(base - m->base);
		m->base = base;
		m->size = size;
		enter(m);
		return;
	}
	if (m->shared)
		shadow_end(m->node);
	m->node->uses--;
	__zrt_node_release(m->node);
	free(m);
}

bool __zrt_mapping_remove(uintptr_t base, size_t size)
{
	struct zrt_mapping *m;

	while ((m = __zrt_mapping_find(base, size)) != NULL) {
		uintptr_t end = base + size, last = m->base + m->size;

		__zrt_mapping_write_back(m, base, size);
		if (m->base < base && end < last) {
			struct zrt_mapping upper = *m;

			upper.base = end;
			upper.size = last - end;
			upper.offset += (off_t)(end - m->base);
			if (!__zrt_mapping_add(&upper))
				return false;
		}
		if (m->base < base)
			narrow(m, m->base, base - m->base);
		else
			narrow(m, end, end < last ? last - end : 0);
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
