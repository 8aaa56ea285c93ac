/* SPDX-License-Identifier: Apache-2.0
 *
 * The eight fields of a historical channel:
 * source, name, type, etag, gets, get_size, puts, put_size.
 * The direction follows from the limits.
 */
#include <string.h>

#include "number.h"
#include "parser.h"

#include "../../zrt/abi/zvm_abi.h"

enum { SOURCE, NAME, TYPE, ETAG, GETS, GET_SIZE, PUTS, PUT_SIZE, FIELDS };

static const char *const field_names[FIELDS] = {
    "source", "name", "type", "etag", "gets", "get size", "puts", "put size"};

static int number_field(struct parser *parser, const struct span *fields,
    int field, int64_t most, int64_t *result)
{
	const char *expected =
	    zvm_number_c(fields[field].at, fields[field].size, result);

	if (expected == NULL && *result > most)
		expected = field == TYPE ? "0, 1, 2 or 3" : "0 or 1";
	if (expected == NULL)
		return 1;
	return parser_error(parser, fields[field].at, ZVM_END_MANIFEST,
	    "wrong channel %s (got '%.*s', expected %s)", field_names[field],
	    SPAN_ARGS(fields[field]), expected);
}

static int split(struct parser *parser, struct span value, struct span *fields)
{
	struct span rest = value;
	int count = 0;

	for (size_t i = 0; i <= value.size; i++)
		count += i == value.size || value.at[i] == ',';
	if (count != FIELDS)
		return parser_error(parser, value.at, ZVM_END_MANIFEST,
		    "wrong number of channel fields (got %d, expected 8: "
		    "source, name, type, etag, gets, get size, puts, put size)",
		    count);
	for (int i = 0; i < FIELDS; i++) {
		const char *comma = memchr(rest.at, ',', rest.size);
		size_t size = comma ? (size_t)(comma - rest.at) : rest.size;

		fields[i] = span_trim((struct span){rest.at, size});
		if (fields[i].size == 0)
			return parser_error(parser, rest.at, ZVM_END_MANIFEST,
			    "empty channel field (expected the %s)",
			    field_names[i]);
		if (comma != NULL) {
			rest.size -= size + 1;
			rest.at = comma + 1;
		}
	}
	return 1;
}

static int read_source(
    struct parser *parser, struct span source, struct zvm_manifest_channel *to)
{
	if (source.size == 0)
		return parser_error(parser, source.at, ZVM_END_MANIFEST,
		    "empty channel source (expected a path)");
	if (source.at[0] != '/' && network_scheme(source) == NULL)
		return parser_error(parser, source.at, ZVM_END_MANIFEST,
		    "wrong channel source (got '%.*s', expected an absolute "
		    "path or tcp:HOST:PORT)",
		    SPAN_ARGS(source));
	return parser_add_path(parser, source, to);
}

/* source;source... */
static int read_sources(
    struct parser *parser, struct span field, struct zvm_manifest_channel *to)
{
	struct span rest = field;

	for (;;) {
		const char *mark = memchr(rest.at, ';', rest.size);
		size_t size = mark ? (size_t)(mark - rest.at) : rest.size;
		struct span source = {rest.at, size};

		if (!read_source(parser, span_trim(source), to))
			return 0;
		if (mark == NULL)
			return 1;
		rest.size -= size + 1;
		rest.at = mark + 1;
	}
}

int parse_channel_historical(
    struct parser *parser, struct span value, struct zvm_manifest_channel *to)
{
	struct span fields[FIELDS];
	int64_t type, tag;

	if (!split(parser, value, fields) ||
	    !number_field(parser, fields, TYPE, 3, &type) ||
	    !number_field(parser, fields, ETAG, 1, &tag) ||
	    !number_field(parser, fields, GETS, INT64_MAX, &to->gets) ||
	    !number_field(
		parser, fields, GET_SIZE, INT64_MAX, &to->get_bytes) ||
	    !number_field(parser, fields, PUTS, INT64_MAX, &to->puts) ||
	    !number_field(parser, fields, PUT_SIZE, INT64_MAX, &to->put_bytes))
		return 0;
	to->type = (uint32_t)type;
	to->tag = tag ? ZVM_DIGEST_SHA1 : ZVM_DIGEST_NONE;
	if (to->gets > 0 && to->get_bytes > 0)
		to->flags |= ZVM_CHANNEL_GET;
	if (to->puts > 0 && to->put_bytes > 0)
		to->flags |= ZVM_CHANNEL_PUT;
	if (to->flags == 0)
		return parser_error(parser, fields[GETS].at,
		    ZVM_END_NIL_CHANNEL,
		    "a channel that can neither be read nor written (expected "
		    "both get limits or both put limits above 0)");
	if (to->flags == (ZVM_CHANNEL_GET | ZVM_CHANNEL_PUT) &&
	    (to->type & 1) == 0)
		return parser_error(parser, fields[TYPE].at, ZVM_END_MANIFEST,
		    "a channel that is read and written has type 1 or 3 (got "
		    "%u)",
		    to->type);
	to->name = parser_text(parser, fields[NAME]);
	return to->name != NULL && read_sources(parser, fields[SOURCE], to);
}
