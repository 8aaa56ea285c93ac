/* SPDX-License-Identifier: Apache-2.0
 *
 * Stacks of threads. Those that were given back are kept for the next thread
 * with the same wishes, up to a limit: programs that start a thread for each
 * task start many. A kept stack holds the list's node, at its low end.
 */
#include "internal/memory.h"
#include "internal/stack.h"

#define KEEP (16u * 1024 * 1024)

struct kept {
	struct kept *next;
	size_t size, guard;
};

static struct kept *kept;
static size_t kept_bytes;

static void *reuse(size_t size, size_t guard)
{
	for (struct kept **at = &kept; *at; at = &(*at)->next) {
		struct kept *stack = *at;

		if (stack->size == size && stack->guard == guard) {
			*at = stack->next;
			kept_bytes -= size;
			return stack;
		}
	}
	return NULL;
}

static void give_up_kept(void)
{
	while (kept) {
		struct kept *stack = kept;

		kept = stack->next;
		__zrt_stack_unmap(stack, stack->size, stack->guard);
	}
	kept_bytes = 0;
}

void *__zrt_stack_take(size_t size, size_t guard)
{
	void *stack = reuse(size, guard);

	if (!stack)
		stack = __zrt_stack_map(size, guard);
	if (!stack && kept) {
		give_up_kept();
		stack = __zrt_stack_map(size, guard);
	}
	return stack;
}

void __zrt_stack_give(void *memory, size_t size, size_t guard)
{
	struct kept *stack = memory;

	if (size > KEEP - kept_bytes) {
		__zrt_stack_unmap(memory, size, guard);
		return;
	}
	*stack = (struct kept){.next = kept, .size = size, .guard = guard};
	kept = stack;
	kept_bytes += size;
}
