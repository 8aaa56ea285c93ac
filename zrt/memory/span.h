/* SPDX-License-Identifier: Apache-2.0
 *
 * A set of ranges that may overlap, to which one asks what lies in a range: a
 * treap in order of start, where each node knows how far its subtree reaches.
 * A span is part of what it stands for, and in one set at most. All take time
 * logarithmic in the number of spans.
 */
#ifndef ZRT_MEMORY_SPAN_H
#define ZRT_MEMORY_SPAN_H

#include <stdint.h>

struct zrt_span {
	int64_t start, end; /* set by the owner, and left alone in a set */
	int64_t reach;
	struct zrt_span *left, *right;
	uint32_t priority;
};

/* An empty set is a null pointer. */
void __zrt_span_add(struct zrt_span **set, struct zrt_span *span);
void __zrt_span_remove(struct zrt_span **set, struct zrt_span *span);
/* The first span behind `after` in the set's order, or of all when that is
 * null, that has something in [start, end); null when there is none. */
struct zrt_span *__zrt_span_next(struct zrt_span *set,
    const struct zrt_span *after, int64_t start, int64_t end);

#endif
