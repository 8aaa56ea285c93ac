/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the files of the manifest parser only: the place in the text, and
 * how an error names it.
 */
#ifndef ZVM_MANIFEST_PARSER_H
#define ZVM_MANIFEST_PARSER_H

#include "manifest.h"

/* A piece of the line being read; never contains a newline. */
struct span {
	const char *at;
	size_t size;
};

struct parser {
	struct zvm_manifest *manifest;
	struct zvm_problem *problem;
	uint32_t line;
	const char *line_start;
	uint32_t channel_room, source_room, argv_room, env_room;
	uint32_t seen[32]; /* line of each key's first use, by id */
};

/* Fills the problem with "FILE:LINE:COLUMN: error: ..." for the place `at`
 * and returns 0. */
__attribute__((format(printf, 4, 5))) int parser_error(struct parser *parser,
    const char *at, enum zvm_end end, const char *format, ...);

struct span span_trim(struct span span);
int span_is(struct span span, const char *word);
/* Cuts off and returns what stands before the first `mark` that no backslash
 * precedes; all of it when there is none. `more` tells whether one was. */
struct span span_cut(struct span *rest, char mark, int *more);

/* Copies into the manifest's pool, undoing escapes in version 2. NULL after
 * an error. */
const char *parser_text(struct parser *parser, struct span span);

/* "a %.*s" arguments, cut to a length that fits a message. */
#define SPAN_ARGS(s) (int)((s).size < 60 ? (s).size : 60), (s).at

/* Appends a source to the channel that is being read. `at` is for the
 * message. */
int parser_add_source(struct parser *parser, const char *at,
    struct zvm_manifest_channel *to, struct zvm_manifest_source source);
/* The same for a path, or for what network_scheme() knows. */
int parser_add_path(
    struct parser *parser, struct span value, struct zvm_manifest_channel *to);

/* network.c: "tcp:" and the like in front, or NULL. */
const char *network_scheme(struct span source);
int parse_network_source(
    struct parser *parser, struct span value, struct zvm_network *to);
/* udp:ADDRESS:PORT; 1 or 0. */
int parse_name_server(struct span value, struct zvm_network *to);

/* "md5", "sha1", "sha256"; ZVM_DIGEST_NONE for anything else. */
enum zvm_digest_kind digest_kind(struct span name);

/* Channel values of the two forms; 1 or 0. */
int parse_channel_historical(
    struct parser *parser, struct span value, struct zvm_manifest_channel *to);
int parse_channel_v2(
    struct parser *parser, struct span value, struct zvm_manifest_channel *to);

/* The candidate nearest to `word` within two edits, or NULL. */
const char *nearest_word(
    struct span word, const char *const *candidates, size_t count);

#endif
