/* SPDX-License-Identifier: Apache-2.0
 *
 * Stacks of threads. The lowest usable byte, or null.
 */
#ifndef ZRT_INTERNAL_STACK_H
#define ZRT_INTERNAL_STACK_H

#include <stddef.h>

#define ZRT_STACK_DEFAULT (512u * 1024)
#define ZRT_GUARD_DEFAULT 4096u

void *__zrt_stack_take(size_t size, size_t guard);
void __zrt_stack_give(void *stack, size_t size, size_t guard);

#endif
