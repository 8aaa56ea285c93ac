/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/span.h"

#include <stdbool.h>
#include <stddef.h>

/* In order of start; those with the same one in order of address. */
static bool before(const struct zrt_span *a, const struct zrt_span *b)
{
	return a->start != b->start ? a->start < b->start : a < b;
}

static void update(struct zrt_span *span)
{
	span->reach = span->end;
	if (span->left && span->left->reach > span->reach)
		span->reach = span->left->reach;
	if (span->right && span->right->reach > span->reach)
		span->reach = span->right->reach;
}

static void split(struct zrt_span *set, const struct zrt_span *at,
    struct zrt_span **lower, struct zrt_span **upper)
{
	if (!set) {
		*lower = *upper = NULL;
		return;
	}
	if (before(set, at)) {
		*lower = set;
		split(set->right, at, &set->right, upper);
	} else {
		*upper = set;
		split(set->left, at, lower, &set->left);
	}
	update(set);
}

static struct zrt_span *join(struct zrt_span *lower, struct zrt_span *upper)
{
	if (!lower || !upper)
		return lower ? lower : upper;
	if (lower->priority > upper->priority) {
		lower->right = join(lower->right, upper);
		update(lower);
		return lower;
	}
	upper->left = join(lower, upper->left);
	update(upper);
	return upper;
}

static void insert(struct zrt_span **set, struct zrt_span *span)
{
	if (!*set || span->priority > (*set)->priority) {
		split(*set, span, &span->left, &span->right);
		*set = span;
	} else {
		insert(
		    before(span, *set) ? &(*set)->left : &(*set)->right, span);
	}
	update(*set);
}

void __zrt_span_add(struct zrt_span **set, struct zrt_span *span)
{
	/* Spread like random numbers, and the same in every session. */
	static uint32_t seed;

	seed = seed * 1664525u + 1013904223u;
	span->priority = (seed ^ seed >> 15) * 0x2c1b3c6du;
	insert(set, span);
}

void __zrt_span_remove(struct zrt_span **set, struct zrt_span *span)
{
	if (*set == span) {
		*set = join(span->left, span->right);
		return;
	}
	__zrt_span_remove(
	    before(span, *set) ? &(*set)->left : &(*set)->right, span);
	update(*set);
}

struct zrt_span *__zrt_span_next(struct zrt_span *set,
    const struct zrt_span *after, int64_t start, int64_t end)
{
	struct zrt_span *found;

	if (!set || set->reach <= start)
		return NULL;
	if (!after || before(after, set)) {
		found = __zrt_span_next(set->left, after, start, end);
		if (found)
			return found;
		if (set->start < end && start < set->end)
			return set;
	}
	if (set->start >= end)
		return NULL;
	return __zrt_span_next(set->right, after, start, end);
}
