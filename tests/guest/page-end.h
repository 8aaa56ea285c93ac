/* SPDX-License-Identifier: Apache-2.0
 *
 * For tests of what reads text: memory that ends where nothing may be read, and
 * the sign of a comparison's result.
 */
#ifndef TESTS_GUEST_PAGE_END_H
#define TESTS_GUEST_PAGE_END_H

#include <sys/mman.h>
#include "test.h"

#define PAGE 4096

/* The end of a page before one without rights. */
static inline char *page_end(void)
{
	char *memory = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	check(memory != MAP_FAILED);
	check(mprotect(memory + PAGE, PAGE, PROT_NONE) == 0);
	return memory + PAGE;
}

static inline int sign(int value)
{
	return (value > 0) - (value < 0);
}

#endif
