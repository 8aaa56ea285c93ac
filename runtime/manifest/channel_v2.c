/* SPDX-License-Identifier: Apache-2.0
 *
 * A channel of version 2: its name in the guest, then words in any order.
 * `Channel = /dev/stdout, to=/tmp/out, bytes=1M`
 */
#include <string.h>

#include "number.h"
#include "parser.h"

#include "../../zrt/abi/zvm_abi.h"

enum word {
#define ZVM_WORD(id, name, value, syntax, meaning) WORD_##id,
#include "words.def"
	WORD_COUNT
};

enum value { ALONE, OPTIONAL, LIMIT, SOURCE };

static const char *const words[WORD_COUNT] = {
#define ZVM_WORD(id, name, value, syntax, meaning) name,
#include "words.def"
};

static const enum value values[WORD_COUNT] = {
#define ZVM_WORD(id, name, value, syntax, meaning) value,
#include "words.def"
};

/* For the message about an unknown one. */
static const char all_words[] =
#define ZVM_WORD(id, name, value, syntax, meaning) ", " syntax
#include "words.def"
    ;

struct reading {
	uint32_t seen; /* bit a word */
	int64_t bytes;
};

#define SEEN(word)   (1u << WORD_##word)
#define SEEN_SOURCES (SEEN(FROM) | SEEN(TO) | SEEN(FILE))

static int read_source(
    struct parser *parser, struct span value, struct zvm_manifest_channel *to)
{
	struct zvm_manifest_source source = {0};
	int64_t fd;

	if (value.size > 3 && memcmp(value.at, "fd:", 3) == 0) {
		if (zvm_number_count(value.at + 3, value.size - 3, &fd) ==
			NULL &&
		    fd <= INT32_MAX) {
			source.fd = (int)fd;
			return parser_add_source(parser, value.at, to, source);
		}
		return parser_error(parser, value.at, ZVM_END_MANIFEST,
		    "wrong descriptor (got '%.*s', expected fd:NUMBER)",
		    SPAN_ARGS(value));
	}
	if (parser_add_path(parser, value, to))
		return 1;
	if (network_scheme(value) != NULL)
		zvm_problem_hint(parser->problem,
		    "a file of that name is './%.*s'", SPAN_ARGS(value));
	return 0;
}

static int read_limit(struct parser *parser, int word, struct span value,
    struct zvm_manifest_channel *to, struct reading *reading)
{
	int64_t *const results[WORD_COUNT] = {
	    [WORD_GETS] = &to->gets,
	    [WORD_PUTS] = &to->puts,
	    [WORD_GET_BYTES] = &to->get_bytes,
	    [WORD_PUT_BYTES] = &to->put_bytes,
	    [WORD_BYTES] = &reading->bytes,
	};
	const char *expected;

	if (word == WORD_GETS || word == WORD_PUTS)
		expected =
		    zvm_number_count(value.at, value.size, results[word]);
	else
		expected = zvm_number_size(value.at, value.size, results[word]);
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
	    "unknown word '%.*s' for a channel (expected %s)", SPAN_ARGS(word),
	    all_words + 2);
	if (nearest != NULL)
		zvm_problem_hint(
		    parser->problem, "did you mean '%s'?", nearest);
	return 0;
}

static int read_tag(struct parser *parser, const struct span *kind,
    struct zvm_manifest_channel *to)
{
	to->tag = kind != NULL ? digest_kind(*kind) : ZVM_DIGEST_SHA256;
	if (to->tag != ZVM_DIGEST_NONE)
		return 1;
	return parser_error(parser, kind->at, ZVM_END_MANIFEST,
	    "unknown digest '%.*s' (expected sha256, sha1 or md5)",
	    SPAN_ARGS(*kind));
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
	if (reading->seen & 1u << word && values[word] != SOURCE)
		return parser_error(parser, name.at, ZVM_END_MANIFEST,
		    "word '%s' again", words[word]);
	reading->seen |= 1u << word;
	if (values[word] != OPTIONAL && has_value != (values[word] != ALONE))
		return parser_error(parser, name.at, ZVM_END_MANIFEST,
		    has_value ? "word '%s' with a value (expected %s alone)"
			      : "word '%s' without a value (expected %s=...)",
		    words[word], words[word]);
	if (has_value && value.size == 0)
		return parser_error(parser, value.at, ZVM_END_MANIFEST,
		    "nothing behind '%s='", words[word]);
	switch (values[word]) {
	case ALONE:
		return 1;
	case OPTIONAL:
		return read_tag(parser, has_value ? &value : NULL, to);
	case LIMIT:
		return read_limit(parser, word, value, to, reading);
	case SOURCE:
		break;
	}
	if ((reading->seen & SEEN_SOURCES) != 1u << word)
		return parser_error(parser, name.at, ZVM_END_MANIFEST,
		    "a source of another kind for the channel (expected from= "
		    "alone, to= alone or file= alone; each may be repeated)");
	return read_source(parser, value, to);
}

/* Directions and type from the words; limits of the other direction are an
 * error rather than ignored. */
static int settle(struct parser *parser, const char *at,
    struct zvm_manifest_channel *to, const struct reading *reading)
{
	uint32_t seen = reading->seen;
	int get = (seen & (SEEN(GET) | SEEN(FROM))) != 0;
	int put = (seen & (SEEN(PUT) | SEEN(TO))) != 0;

	if (to->source_count == 0)
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "nothing is behind the channel (expected from=PATH, "
		    "to=PATH, file=PATH, or fd:NUMBER for PATH)");
	if ((seen & SEEN(FROM) && put) || (seen & SEEN(TO) && get))
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "a channel for both directions needs file= (got from= or "
		    "to=)");
	if (!get && !put)
		get = put = 1;
	if (seen & SEEN(APPEND) && (!put || seen & SEEN(RANDOM)))
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "'append' needs a written channel and excludes 'random'");
	if (!get && seen & (SEEN(GETS) | SEEN(GET_BYTES)))
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "a get limit for a channel that is not read");
	if (!put && seen & (SEEN(PUTS) | SEEN(PUT_BYTES)))
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "a put limit for a channel that is not written");
	to->append = (seen & SEEN(APPEND)) != 0;
	to->flags = (get ? ZVM_CHANNEL_GET : 0) | (put ? ZVM_CHANNEL_PUT : 0);
	if (get && put)
		to->type =
		    to->append ? ZVM_CHANNEL_RGET_SPUT : ZVM_CHANNEL_RGET_RPUT;
	else if (seen & SEEN(RANDOM))
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
