/* SPDX-License-Identifier: Apache-2.0
 *
 * Text that may be hostile, on its way to a terminal: messages quote manifests
 * and programs.
 */
#ifndef ZVM_PLAIN_H
#define ZVM_PLAIN_H

#include <stdio.h>

/* Control characters are written as \xNN; all else as it is. */
void zvm_print_plain(FILE *out, const char *text);

#endif
