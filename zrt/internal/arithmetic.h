/* SPDX-License-Identifier: Apache-2.0
 *
 * The shell's arithmetic: C's integer expressions over variables of the
 * environment, without assignments.
 */
#ifndef ZRT_INTERNAL_ARITHMETIC_H
#define ZRT_INTERNAL_ARITHMETIC_H

#include <stdbool.h>

/* False when the text is no expression, or divides by zero. */
bool __zrt_arithmetic(const char *text, long *value);

#endif
