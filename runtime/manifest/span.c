/* SPDX-License-Identifier: Apache-2.0
 *
 * Pieces of a manifest line, messages about them, and suggestions.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "number.h"
#include "parser.h"

int parser_error(struct parser *parser, const char *at, enum zvm_end end,
    const char *format, ...)
{
	char what[400];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	return zvm_problem(parser->problem, end, "%s:%u:%u: error: %s",
	    parser->manifest->file, parser->line,
	    (unsigned)(at - parser->line_start) + 1, what);
}

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

struct span span_trim(struct span span)
{
	while (span.size > 0 && is_blank(span.at[0]))
		span.at++, span.size--;
	while (span.size > 0 && is_blank(span.at[span.size - 1]))
		span.size--;
	return span;
}

int span_is(struct span span, const char *word)
{
	return span.size == strlen(word) &&
	       memcmp(span.at, word, span.size) == 0;
}

struct span span_cut(struct span *rest, char mark, int *more)
{
	struct span head = *rest;
	size_t i = 0;

	*more = 0;
	while (i < rest->size && rest->at[i] != mark)
		i += rest->at[i] == '\\' && i + 1 < rest->size ? 2 : 1;
	if (i < rest->size) {
		*more = 1;
		head.size = i;
		rest->at += i + 1;
		rest->size -= i + 1;
	} else {
		rest->at += rest->size;
		rest->size = 0;
	}
	return head;
}

const char *parser_text(struct parser *parser, struct span span)
{
	struct zvm_manifest *manifest = parser->manifest;
	char *to = manifest->pool + manifest->pool_used;
	const char *expected;
	size_t length;

	if (manifest->version == ZVM_VERSION_2) {
		expected = zvm_text_unescape(span.at, span.size, to, &length);
		if (expected != NULL) {
			parser_error(parser, span.at, ZVM_END_MANIFEST,
			    "cannot read '%.*s' (expected %s)", SPAN_ARGS(span),
			    expected);
			return NULL;
		}
	} else {
		memcpy(to, span.at, span.size);
		to[span.size] = '\0';
		length = span.size;
		if (strlen(to) != length) {
			parser_error(parser, span.at, ZVM_END_MANIFEST,
			    "NUL byte in text");
			return NULL;
		}
	}
	manifest->pool_used += length + 1;
	return to;
}

const char *const zvm_digest_names[ZVM_DIGEST_KINDS] = {
    [ZVM_DIGEST_NONE] = "none",
    [ZVM_DIGEST_MD5] = "md5",
    [ZVM_DIGEST_SHA1] = "sha1",
    [ZVM_DIGEST_SHA256] = "sha256",
};

enum zvm_digest_kind digest_kind(struct span name)
{
	for (int kind = 1; kind < ZVM_DIGEST_KINDS; kind++)
		if (span_is(name, zvm_digest_names[kind]))
			return (enum zvm_digest_kind)kind;
	return ZVM_DIGEST_NONE;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Edits (insert, delete, change; a swap of neighbours is one) without regard
 * to case; words longer than the table count as far away. */
static unsigned edits(struct span a, const char *b)
{
	unsigned row[3][32];
	size_t m = a.size, n = strlen(b);

	if (m > 31 || n > 31)
		return 99;
	for (size_t j = 0; j <= n; j++)
		row[0][j] = (unsigned)j;
	for (size_t i = 1; i <= m; i++) {
		unsigned *now = row[i % 3], *last = row[(i + 2) % 3];
		unsigned *before = row[(i + 1) % 3];

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= n; j++) {
			char x = lower(a.at[i - 1]), y = lower(b[j - 1]);
			unsigned best = last[j - 1] + (x != y);

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && x == lower(b[j - 2]) &&
			    lower(a.at[i - 2]) == y && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			now[j] = best;
		}
	}
	return row[m % 3][n];
}

const char *nearest_word(
    struct span word, const char *const *candidates, size_t count)
{
	const char *nearest = NULL;
	unsigned best = 3;

	for (size_t i = 0; i < count; i++) {
		unsigned distance = edits(word, candidates[i]);

		/* Two edits turn any short word into any other. */
		if (distance < best && distance < strlen(candidates[i])) {
			best = distance;
			nearest = candidates[i];
		}
	}
	return nearest;
}
