/* SPDX-License-Identifier: Apache-2.0
 *
 * A channel of version 2: its name in the guest, then words in any order.
 * `Channel = /dev/stdout, to=/tmp/out, bytes=1M`
 */
#include <string.h>

#include "number.h"
#include "parser.h"

#include "../../zrt/abi/zvm_abi.h"

enum {
	WORD_GET,
	WORD_PUT,
	WORD_RANDOM,
	WORD_APPEND,
	WORD_TAG,
	WORD_PLAIN, /* the words below have a value */
	WORD_FROM = WORD_PLAIN,
	WORD_TO,
	WORD_FILE,
	WORD_GETS,
	WORD_PUTS,
	WORD_GET_BYTES,
	WORD_PUT_BYTES,
	WORD_BYTES,
	WORD_COUNT
};

static const char *const words[WORD_COUNT] = {"get", "put", "random", "append",
    "tag", "from", "to", "file", "gets", "puts", "get-bytes", "put-bytes",
    "bytes"};

struct reading {
	uint32_t seen; /* bit a word */
	int64_t bytes;
	const char *source_at;
};

static int read_source(
    struct parser *parser, struct span value, struct zvm_manifest_channel *to)
{
	int64_t fd;

	if (to->source != NULL || to->fd >= 0)
		return parser_error(parser, value.at, ZVM_END_MANIFEST,
		    "a second source for the channel (expected one of from=, "
		    "to=, file=)");
	if (value.size > 3 && memcmp(value.at, "fd:", 3) == 0) {
		if (zvm_number_count(value.at + 3, value.size - 3, &fd) !=
			NULL ||
		    fd > INT32_MAX)
			return parser_error(parser, value.at, ZVM_END_MANIFEST,
			    "wrong descriptor (got '%.*s', expected fd:NUMBER)",
			    SPAN_ARGS(value));
		to->fd = (int)fd;
		return 1;
	}
	to->source = parser_text(parser, value);
	return to->source != NULL;
}

static int read_limit(struct parser *parser, int word, struct span value,
    struct zvm_manifest_channel *to, struct reading *reading)
{
	int64_t *const result[] = {&to->gets, &to->puts, &to->get_bytes,
	    &to->put_bytes, &reading->bytes};
	const char *expected;

	if (word == WORD_GETS || word == WORD_PUTS)
		expected = zvm_number_count(
		    value.at, value.size, result[word - WORD_GETS]);
	else
		expected = zvm_number_size(
		    value.at, value.size, result[word - WORD_GETS]);
	if (expected == NULL)
		return 1;
	return parser_error(parser, value.at, ZVM_END_MANIFEST,
	    "wrong %s= (got '%.*s', expected %s)", words[word],
	    SPAN_ARGS(value), expected);
}

static int unknown_word(struct parser *parser, struct span word)
{
	const char *nearest = nearest_word(word, words, WORD_COUNT);

	parser_error(parser, word.at, ZVM_END_MANIFEST,
	    "unknown word '%.*s' for a channel (expected get, put, random, "
	    "append, tag, from=, to=, file=, bytes=, gets=, get-bytes=, "
	    "puts=, put-bytes=)",
	    SPAN_ARGS(word));
	if (nearest != NULL)
		zvm_problem_hint(
		    parser->problem, "did you mean '%s'?", nearest);
	return 0;
}

static int read_word(struct parser *parser, struct span text,
    struct zvm_manifest_channel *to, struct reading *reading)
{
	struct span value = text, name;
	int has_value, word;

	name = span_trim(span_cut(&value, '=', &has_value));
	value = span_trim(value);
	for (word = 0; word < WORD_COUNT; word++)
		if (span_is(name, words[word]))
			break;
	if (word == WORD_COUNT)
		return unknown_word(parser, name);
	if (reading->seen & 1u << word)
		return parser_error(parser, name.at, ZVM_END_MANIFEST,
		    "word '%s' again", words[word]);
	reading->seen |= 1u << word;
	if (has_value != (word >= WORD_PLAIN))
		return parser_error(parser, name.at, ZVM_END_MANIFEST,
		    word >= WORD_PLAIN
			? "word '%s' without a value (expected %s=...)"
			: "word '%s' with a value (expected %s alone)",
		    words[word], words[word]);
	if (has_value && value.size == 0)
		return parser_error(parser, value.at, ZVM_END_MANIFEST,
		    "nothing behind '%s='", words[word]);
	if (word < WORD_PLAIN)
		return 1;
	if (word <= WORD_FILE)
		return read_source(parser, value, to);
	return read_limit(parser, word, value, to, reading);
}

/* Directions and type from the words; limits of the other direction are an
 * error rather than ignored. */
static int settle(struct parser *parser, const char *at,
    struct zvm_manifest_channel *to, const struct reading *reading)
{
	uint32_t seen = reading->seen;
	int get = seen & 1u << WORD_GET || seen & 1u << WORD_FROM;
	int put = seen & 1u << WORD_PUT || seen & 1u << WORD_TO;

	if (to->source == NULL && to->fd < 0)
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "nothing is behind the channel (expected from=PATH, "
		    "to=PATH, file=PATH, or fd:NUMBER for PATH)");
	if ((seen & 1u << WORD_FROM && put) || (seen & 1u << WORD_TO && get))
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "a channel for both directions needs file= (got from= or "
		    "to=)");
	if (!get && !put)
		get = put = 1;
	if (seen & 1u << WORD_APPEND && (!put || seen & 1u << WORD_RANDOM))
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "'append' needs a written channel and excludes 'random'");
	if (!get && seen & (1u << WORD_GETS | 1u << WORD_GET_BYTES))
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "a get limit for a channel that is not read");
	if (!put && seen & (1u << WORD_PUTS | 1u << WORD_PUT_BYTES))
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "a put limit for a channel that is not written");
	to->tag = (seen & 1u << WORD_TAG) != 0;
	to->append = (seen & 1u << WORD_APPEND) != 0;
	to->flags = (get ? ZVM_CHANNEL_GET : 0) | (put ? ZVM_CHANNEL_PUT : 0);
	if (get && put)
		to->type =
		    to->append ? ZVM_CHANNEL_RGET_SPUT : ZVM_CHANNEL_RGET_RPUT;
	else if (seen & 1u << WORD_RANDOM)
		to->type = ZVM_CHANNEL_RGET_RPUT;
	else
		to->type = ZVM_CHANNEL_SGET_SPUT;
	if (!get)
		to->gets = to->get_bytes = 0;
	if (!put)
		to->puts = to->put_bytes = 0;
	return 1;
}

int parse_channel_v2(
    struct parser *parser, struct span value, struct zvm_manifest_channel *to)
{
	struct reading reading = {.bytes = ZVM_UNLIMITED};
	struct span rest = value, word;
	int more;

	to->gets = to->puts = ZVM_UNLIMITED;
	to->get_bytes = to->put_bytes = -1;
	word = span_trim(span_cut(&rest, ',', &more));
	if (word.size == 0 || word.at[0] != '/')
		return parser_error(parser, word.at, ZVM_END_MANIFEST,
		    "a channel starts with its name in the guest (got '%.*s', "
		    "expected a path such as /dev/stdout)",
		    SPAN_ARGS(word));
	to->name = parser_text(parser, word);
	if (to->name == NULL)
		return 0;
	while (more) {
		word = span_trim(span_cut(&rest, ',', &more));
		if (!read_word(parser, word, to, &reading))
			return 0;
	}
	if (to->get_bytes < 0)
		to->get_bytes = reading.bytes;
	if (to->put_bytes < 0)
		to->put_bytes = reading.bytes;
	return settle(parser, value.at, to, &reading);
}
