/* SPDX-License-Identifier: Apache-2.0
 *
 * From a guest address to the line of source that it was made from, for
 * reports only: a reader of DWARF's line tables (versions 2 to 5, 32 bits).
 * The file is hostile: whatever is in it, the answer is a name of printable
 * characters and a number, or none.
 */
#ifndef ZVM_LINE_H
#define ZVM_LINE_H

#include "symbol.h"

struct zvm_line {
	char file[120]; /* "" when none is known; cut when it is longer */
	uint32_t number;
};

/* Pure but for `read`; time is linear in the size of the tables, memory
 * constant. */
void zvm_line_find(
    zvm_symbol_read *read, void *file, uint32_t address, struct zvm_line *line);

/* confined_line.c: the same over an open file, by a process that can do
 * nothing but read it and answer. */
void zvm_line_find_confined(
    int program_fd, uint32_t address, struct zvm_line *line);

#endif
