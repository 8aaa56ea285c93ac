/* SPDX-License-Identifier: Apache-2.0
 *
 * Text that may be hostile, on its way to a terminal or into lines that a
 * program reads: messages quote manifests and programs.
 */
#ifndef ZVM_PLAIN_H
#define ZVM_PLAIN_H

#include <stdio.h>

/* Length of the well-formed UTF-8 sequence at `text`, or 0. */
int zvm_utf8_length(const char *text);

/* Control characters, those above 0x7f too, bytes that are not UTF-8 and the
 * characters in `also` are written as \xNN; all else as it is. */
void zvm_print_escaped(FILE *out, const char *text, const char *also);

/* The same with nothing else. */
void zvm_print_plain(FILE *out, const char *text);

#endif
