/* SPDX-License-Identifier: Apache-2.0
 *
 * From a guest address to the function's name, for reports only. The program
 * file is hostile and may have changed since it was loaded: whatever is in it,
 * the answer is a name of printable characters or none.
 */
#ifndef ZVM_SYMBOL_H
#define ZVM_SYMBOL_H

#include <stddef.h>
#include <stdint.h>

/* Reads [offset, offset + size) of the file; 1 when all of it was read. */
typedef int zvm_symbol_read(void *file, uint64_t offset, void *to, size_t size);

struct zvm_symbol {
	char name[120]; /* "" when none is known; cut when it is longer */
	uint32_t offset;
};

/* Pure but for `read`; bounded in time and memory. */
void zvm_symbol_find(zvm_symbol_read *read, void *file, uint32_t address,
    struct zvm_symbol *symbol);

#endif
