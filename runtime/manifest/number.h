/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers, sizes, times and escaped text as manifests and command lines write
 * them. Pure functions over [text, text + size). Each returns NULL and fills
 * its result, or returns what was expected ("a number of bytes such as 1G").
 */
#ifndef ZVM_NUMBER_H
#define ZVM_NUMBER_H

#include <stddef.h>
#include <stdint.h>

/* Historical integers: decimal, 0octal, 0xhex; 0 .. 2^63 - 1. */
const char *zvm_number_c(const char *text, size_t size, int64_t *result);
/* Decimal or 0xhex; 0 .. 2^64 - 1. */
const char *zvm_number_u64(const char *text, size_t size, uint64_t *result);
/* Decimal or 0xhex; 0 .. 2^63 - 1. */
const char *zvm_number_count(const char *text, size_t size, int64_t *result);
/* The same with an optional K, M, G or T (powers of 1024). */
const char *zvm_number_size(const char *text, size_t size, int64_t *result);
/* Seconds above 0 with up to three decimals; at most 2^31 - 1 seconds. */
const char *zvm_number_timeout(
    const char *text, size_t size, int64_t *milliseconds);
/* Seconds since 1970 with up to nine decimals, or YYYY-MM-DDTHH:MM:SSZ. */
const char *zvm_number_clock(
    const char *text, size_t size, int64_t *seconds, uint32_t *nanoseconds);

/* Undoes \\ \n \t \r \, and \xHH into out, which has room for size + 1 bytes,
 * and terminates it. A NUL, plain or escaped, is refused. */
const char *zvm_text_unescape(
    const char *text, size_t size, char *out, size_t *length);
/* The reverse; out has room for 4 * strlen(text) + 1 bytes. Blanks at either
 * end and all unprintable bytes are escaped, commas when asked. */
void zvm_text_escape(const char *text, int commas, char *out);

#endif
