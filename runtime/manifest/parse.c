/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads a manifest of either form, driven by manifest.def. Every byte is
 * hostile; nothing is opened. One zvm_manifest_parse call owns its state.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "parser.h"

#include "../../zrt/abi/zvm_abi.h"

enum key {
#define ZVM_KEY(id, name, forms, required, many, syntax, meaning) KEY_##id,
#include "manifest.def"
	KEY_COUNT
};

enum { ONCE, MANY };

static const struct {
	const char *name;
	int forms, required, many;
	const char *syntax;
} keys[KEY_COUNT] = {
#define ZVM_KEY(id, name, forms, required, many, syntax, meaning)              \
	[KEY_##id] = {name, forms, required, many, syntax},
#include "manifest.def"
};

static const char *const standard[3] = {
    "/dev/stdin", "/dev/stdout", "/dev/stderr"};

static int form(const struct parser *parser)
{
	return parser->manifest->version == ZVM_VERSION_2 ? 2 : 1;
}

/* Room for one more element in an array of the manifest, or NULL with the
 * problem filled; the array is then as it was. */
static void *grown(struct parser *parser, void *array, uint32_t count,
    uint32_t *room, size_t size)
{
	void *bigger;

	if (count < *room)
		return array;
	bigger = realloc(array, (*room * 2 + 16) * size);
	if (bigger == NULL)
		zvm_problem(parser->problem, ZVM_END_MEMORY,
		    "%s: error: out of memory", parser->manifest->file);
	else
		*room = *room * 2 + 16;
	return bigger;
}

static int wrong(struct parser *parser, enum key key, struct span value,
    const char *expected)
{
	return parser_error(parser, value.at, ZVM_END_MANIFEST,
	    "wrong %s (got '%.*s', expected %s)", keys[key].name,
	    SPAN_ARGS(value), expected);
}

static int read_version(struct parser *parser, struct span value)
{
	(void)parser; /* find_version has read it */
	(void)value;
	return 1;
}

static int read_program(struct parser *parser, struct span value)
{
	parser->manifest->program = parser_text(parser, value);
	return parser->manifest->program != NULL;
}

/* Version 2: nothing, "tag" or "tag=KIND" behind the comma. */
static int read_memory_tag(struct parser *parser, struct span tag)
{
	struct span kind = tag, word;
	int has_value;

	word = span_trim(span_cut(&kind, '=', &has_value));
	parser->manifest->memory_tag = ZVM_DIGEST_SHA256;
	if (span_is(word, "tag") && has_value)
		parser->manifest->memory_tag = digest_kind(span_trim(kind));
	if (span_is(word, "tag") &&
	    parser->manifest->memory_tag != ZVM_DIGEST_NONE)
		return 1;
	return wrong(parser, KEY_MEMORY, tag,
	    "nothing, 'tag', 'tag=sha256', 'tag=sha1' or 'tag=md5' behind the "
	    "comma");
}

static int read_memory(struct parser *parser, struct span value)
{
	struct zvm_manifest *manifest = parser->manifest;
	struct span rest = value, tag, size;
	const char *expected;
	int64_t bytes;
	int more;

	size = span_trim(span_cut(&rest, ',', &more));
	tag = span_trim(rest);
	if (form(parser) == 1) {
		expected = zvm_number_c(size.at, size.size, &bytes);
		if (expected != NULL)
			return wrong(parser, KEY_MEMORY, size, expected);
		if (!span_is(tag, "0") && !span_is(tag, "1"))
			return parser_error(parser, tag.at, ZVM_END_MANIFEST,
			    "invalid memory etag (got '%.*s', expected 0 or 1)",
			    SPAN_ARGS(tag));
		if (span_is(tag, "1"))
			manifest->memory_tag = ZVM_DIGEST_SHA1;
	} else {
		expected = zvm_number_size(size.at, size.size, &bytes);
		if (expected != NULL)
			return wrong(parser, KEY_MEMORY, size, expected);
		if (more && !read_memory_tag(parser, tag))
			return 0;
	}
	if (bytes == 0 || bytes > 0x100000000)
		return wrong(
		    parser, KEY_MEMORY, size, "more than 0 and at most 4 GiB");
	manifest->memory = (uint64_t)bytes;
	return 1;
}

static int read_timeout(struct parser *parser, struct span value)
{
	const char *expected;
	int64_t seconds;

	if (form(parser) == 2) {
		expected = zvm_number_timeout(
		    value.at, value.size, &parser->manifest->timeout_ms);
		return expected == NULL ||
		       wrong(parser, KEY_TIMEOUT, value, expected);
	}
	expected = zvm_number_c(value.at, value.size, &seconds);
	if (expected == NULL && (seconds < 1 || seconds > INT32_MAX))
		expected = "1 to 2147483647 seconds";
	if (expected != NULL)
		return wrong(parser, KEY_TIMEOUT, value, expected);
	parser->manifest->timeout_ms = seconds * 1000;
	return 1;
}

static int read_cpu_time(struct parser *parser, struct span value)
{
	const char *expected =
	    zvm_number_timeout(value.at, value.size, &parser->manifest->cpu_ms);

	return expected == NULL || wrong(parser, KEY_CPU_TIME, value, expected);
}

static int read_job(struct parser *parser, struct span value)
{
	parser->manifest->job = parser_text(parser, value);
	if (parser->manifest->job == NULL)
		return 0;
	return strlen(parser->manifest->job) <= ZVM_JOB_PATH_MAX ||
	       wrong(parser, KEY_JOB, value,
		   "a path of at most 107 bytes, which is all that a socket's "
		   "address holds");
}

static int read_node(struct parser *parser, struct span value)
{
	int64_t node;

	if (zvm_number_count(value.at, value.size, &node) != NULL || node < 1 ||
	    node > INT32_MAX)
		return wrong(parser, KEY_NODE, value, keys[KEY_NODE].syntax);
	parser->manifest->node = (uint32_t)node;
	return 1;
}

static int read_name_server(struct parser *parser, struct span value)
{
	return parse_name_server(value, &parser->manifest->name_server) ||
	       wrong(parser, KEY_NAME_SERVER, value,
		   keys[KEY_NAME_SERVER].syntax);
}

int parser_add_source(struct parser *parser, const char *at,
    struct zvm_manifest_channel *to, struct zvm_manifest_source source)
{
	struct zvm_manifest *manifest = parser->manifest;
	struct zvm_manifest_source *sources;

	if (to->source_count == ZVM_SOURCES_MAX)
		return parser_error(parser, at, ZVM_END_MANIFEST,
		    "too many sources for one channel (expected at most %d)",
		    ZVM_SOURCES_MAX);
	sources = grown(parser, manifest->sources, manifest->source_count,
	    &parser->source_room, sizeof(*sources));
	if (sources == NULL)
		return 0;
	manifest->sources = sources;
	if (to->source_count++ == 0)
		to->first_source = manifest->source_count;
	manifest->sources[manifest->source_count++] = source;
	return 1;
}

int parser_add_path(
    struct parser *parser, struct span value, struct zvm_manifest_channel *to)
{
	struct zvm_manifest_source source = {.fd = -1};

	if (network_scheme(value) != NULL) {
		if (!parse_network_source(parser, value, &source.network))
			return 0;
		parser->manifest->network_count++;
	}
	source.path = parser_text(parser, value);
	return source.path != NULL &&
	       parser_add_source(parser, value.at, to, source);
}

/* Room for one more channel, zeroes, which does not count yet; NULL without
 * memory. */
static struct zvm_manifest_channel *new_channel(struct parser *parser)
{
	struct zvm_manifest *manifest = parser->manifest;
	struct zvm_manifest_channel *channels =
	    grown(parser, manifest->channels, manifest->channel_count,
		&parser->channel_room, sizeof(*channels));

	if (channels == NULL)
		return NULL;
	manifest->channels = channels;
	channels += manifest->channel_count;
	return memset(channels, 0, sizeof(*channels));
}

static int read_channel(struct parser *parser, struct span value)
{
	struct zvm_manifest *manifest = parser->manifest;
	struct zvm_manifest_channel *channel;
	int ok;

	if (manifest->channel_count == ZVM_CHANNELS_MAX)
		return parser_error(parser, value.at, ZVM_END_TOO_MANY,
		    "too many channels (expected at most %d)",
		    ZVM_CHANNELS_MAX);
	channel = new_channel(parser);
	if (channel == NULL)
		return 0;
	channel->line = parser->line;
	if (form(parser) == 1)
		ok = parse_channel_historical(parser, value, channel);
	else
		ok = parse_channel_v2(parser, value, channel);
	manifest->channel_count += (uint32_t)ok;
	return ok;
}

static int add_argument(struct parser *parser, const char *text)
{
	struct zvm_manifest *manifest = parser->manifest;
	const char **argv = grown(parser, manifest->argv, manifest->argc,
	    &parser->argv_room, sizeof(*argv));

	if (argv == NULL)
		return 0;
	argv[manifest->argc++] = text;
	manifest->argv = argv;
	return 1;
}

static int read_name(struct parser *parser, struct span value)
{
	parser->manifest->name = parser_text(parser, value);
	return parser->manifest->name != NULL;
}

static int read_argument(struct parser *parser, struct span value)
{
	const char *text = parser_text(parser, value);

	return text != NULL && add_argument(parser, text);
}

static int add_environment(struct parser *parser, const char *setting)
{
	struct zvm_manifest *manifest = parser->manifest;
	const char **envp = grown(parser, manifest->envp, manifest->envc,
	    &parser->env_room, sizeof(*envp));

	if (envp == NULL)
		return 0;
	envp[manifest->envc++] = setting;
	manifest->envp = envp;
	return 1;
}

static int read_environment(struct parser *parser, struct span value)
{
	const char *text = parser_text(parser, value);
	const char *equals;

	if (text == NULL)
		return 0;
	equals = strchr(text, '=');
	if (equals == NULL || equals == text)
		return wrong(parser, KEY_ENVIRONMENT, value, "NAME=TEXT");
	return add_environment(parser, text);
}

static int read_seed(struct parser *parser, struct span value)
{
	const char *expected =
	    zvm_number_u64(value.at, value.size, &parser->manifest->seed);

	return expected == NULL || wrong(parser, KEY_SEED, value, expected);
}

static int read_clock(struct parser *parser, struct span value)
{
	const char *expected = zvm_number_clock(value.at, value.size,
	    &parser->manifest->clock_seconds,
	    &parser->manifest->clock_nanoseconds);

	return expected == NULL || wrong(parser, KEY_CLOCK, value, expected);
}

static int read_strict(struct parser *parser, struct span value)
{
	parser->manifest->strict = span_is(value, "yes");
	return parser->manifest->strict || span_is(value, "no") ||
	       wrong(parser, KEY_STRICT, value, keys[KEY_STRICT].syntax);
}

static int read_returns(struct parser *parser, struct span value)
{
	parser->manifest->register_returns = span_is(value, "register");
	return parser->manifest->register_returns || span_is(value, "any") ||
	       wrong(parser, KEY_RETURNS, value, keys[KEY_RETURNS].syntax);
}

static int read_etag(struct parser *parser, struct span value)
{
	(void)parser;
	(void)value;
	return 1;
}

static int (*const readers[KEY_COUNT])(struct parser *, struct span) = {
    [KEY_VERSION] = read_version,
    [KEY_PROGRAM] = read_program,
    [KEY_MEMORY] = read_memory,
    [KEY_TIMEOUT] = read_timeout,
    [KEY_CPU_TIME] = read_cpu_time,
    [KEY_JOB] = read_job,
    [KEY_NODE] = read_node,
    [KEY_NAME_SERVER] = read_name_server,
    [KEY_CHANNEL] = read_channel,
    [KEY_NAME] = read_name,
    [KEY_ARGUMENT] = read_argument,
    [KEY_ENVIRONMENT] = read_environment,
    [KEY_SEED] = read_seed,
    [KEY_CLOCK] = read_clock,
    [KEY_STRICT] = read_strict,
    [KEY_RETURNS] = read_returns,
    [KEY_ETAG] = read_etag,
};

static int unknown_key(struct parser *parser, struct span key)
{
	const char *names[KEY_COUNT];
	const char *nearest;
	size_t count = 0;

	for (int i = 0; i < KEY_COUNT; i++) {
		if (keys[i].forms & form(parser))
			names[count++] = keys[i].name;
		else if (span_is(key, keys[i].name))
			return parser_error(parser, key.at, ZVM_END_MANIFEST,
			    "key '%s' does not exist in this version of the "
			    "manifest (expected Version = %s)",
			    keys[i].name,
			    keys[i].forms == 2 ? "2" : "20130611");
	}
	parser_error(parser, key.at, ZVM_END_MANIFEST, "unknown key '%.*s'",
	    SPAN_ARGS(key));
	nearest = nearest_word(key, names, count);
	if (nearest != NULL)
		zvm_problem_hint(
		    parser->problem, "did you mean '%s'?", nearest);
	return 0;
}

static int read_line(struct parser *parser, struct span line)
{
	struct span trimmed = span_trim(line), key, value;
	const char *equals = memchr(line.at, '=', line.size);

	if (form(parser) == 1) {
		if (equals == NULL ||
		    memchr(equals + 1, '=',
			(size_t)(line.at + line.size - equals - 1)) != NULL)
			return 1; /* prose, rulers: the historical comment */
	} else if (trimmed.size == 0 || trimmed.at[0] == '#') {
		return 1;
	} else if (equals == NULL) {
		return parser_error(parser, trimmed.at, ZVM_END_MANIFEST,
		    "no '=' in '%.*s' (expected 'Key = value', or '#' before "
		    "a comment)",
		    SPAN_ARGS(trimmed));
	}
	key.at = line.at;
	key.size = (size_t)(equals - line.at);
	key = span_trim(key);
	value.at = equals + 1;
	value.size = (size_t)(line.at + line.size - equals - 1);
	value = span_trim(value);
	for (int i = 0; i < KEY_COUNT; i++) {
		if (!span_is(key, keys[i].name) ||
		    !(keys[i].forms & form(parser)))
			continue;
		if (!keys[i].many && parser->seen[i] != 0)
			return parser_error(parser, key.at, ZVM_END_MANIFEST,
			    "key '%s' again (it is in line %u already)",
			    keys[i].name, parser->seen[i]);
		parser->seen[i] = parser->line;
		if (value.size == 0 && i != KEY_ARGUMENT)
			return parser_error(parser, value.at, ZVM_END_MANIFEST,
			    "no value for key '%s' (expected %s)", keys[i].name,
			    keys[i].syntax);
		return readers[i](parser, value);
	}
	return unknown_key(parser, key);
}

/* Calls `read` for each line until it returns 0. */
static int each_line(struct parser *parser, const char *bytes, size_t size,
    int (*read)(struct parser *, struct span))
{
	const char *end = bytes + size;

	parser->line = 0;
	while (bytes < end) {
		const char *newline =
		    memchr(bytes, '\n', (size_t)(end - bytes));
		struct span line = {bytes, 0};

		line.size = (size_t)((newline ? newline : end) - bytes);
		parser->line++;
		parser->line_start = bytes;
		if (!read(parser, line))
			return 0;
		bytes = newline ? newline + 1 : end;
	}
	return 1;
}

/* The form must be known before any other line means something. */
static int find_version(struct parser *parser, struct span line)
{
	const char *equals = memchr(line.at, '=', line.size);
	struct span key = {line.at, 0}, value;

	if (equals == NULL)
		return 1;
	key.size = (size_t)(equals - line.at);
	if (!span_is(span_trim(key), "Version"))
		return 1;
	value.at = equals + 1;
	value.size = (size_t)(line.at + line.size - equals - 1);
	value = span_trim(value);
	if (span_is(value, "20130611"))
		parser->manifest->version = ZVM_VERSION_HISTORICAL;
	else if (span_is(value, "2"))
		parser->manifest->version = ZVM_VERSION_2;
	else
		wrong(parser, KEY_VERSION, value, keys[KEY_VERSION].syntax);
	return 0;
}

struct setting {
	const char *text; /* NAME=... */
	uint32_t place;
};

static int compare_settings(const void *a, const void *b)
{
	const struct setting *x = a, *y = b;
	const unsigned char *p = (const unsigned char *)x->text;
	const unsigned char *q = (const unsigned char *)y->text;

	while (*p == *q && *p != '=')
		p++, q++;
	if (*p != *q)
		return *p < *q ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* A later setting of a variable replaces an earlier one, in its place. Sorted,
 * because whoever writes the manifest may set thousands. */
static int replace_settings(struct parser *parser)
{
	struct zvm_manifest *manifest = parser->manifest;
	struct setting *settings = malloc(manifest->envc * sizeof(*settings));
	uint32_t first = 0, kept = 0;

	if (settings == NULL)
		return zvm_problem(parser->problem, ZVM_END_MEMORY,
		    "%s: error: out of memory", manifest->file);
	for (uint32_t i = 0; i < manifest->envc; i++)
		settings[i] = (struct setting){manifest->envp[i], i};
	qsort(settings, manifest->envc, sizeof(*settings), compare_settings);
	for (uint32_t i = 1; i < manifest->envc; i++) {
		size_t name =
		    (size_t)(strchr(settings[i].text, '=') - settings[i].text);

		if (strncmp(settings[first].text, settings[i].text, name + 1) !=
		    0) {
			first = i;
			continue;
		}
		manifest->envp[settings[first].place] = settings[i].text;
		manifest->envp[settings[i].place] = NULL;
	}
	free(settings);
	for (uint32_t i = 0; i < manifest->envc; i++)
		if (manifest->envp[i] != NULL)
			manifest->envp[kept++] = manifest->envp[i];
	manifest->envc = kept;
	return 1;
}

static int compare_names(const void *a, const void *b)
{
	const struct zvm_manifest_channel *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Sorts by name, checks that names differ, puts the standard three first. */
static int order_channels(struct parser *parser)
{
	struct zvm_manifest *manifest = parser->manifest;
	struct zvm_manifest_channel *channels = manifest->channels;
	struct zvm_manifest_channel moved;

	if (manifest->channel_count > 0)
		qsort(channels, manifest->channel_count, sizeof(*channels),
		    compare_names);
	for (uint32_t i = 1; i < manifest->channel_count; i++)
		if (strcmp(channels[i - 1].name, channels[i].name) == 0)
			return zvm_problem(parser->problem, ZVM_END_MANIFEST,
			    "%s:%u: error: channel '%.80s' again (it is in "
			    "line %u already)",
			    manifest->file,
			    channels[i].line > channels[i - 1].line
				? channels[i].line
				: channels[i - 1].line,
			    channels[i].name,
			    channels[i].line > channels[i - 1].line
				? channels[i - 1].line
				: channels[i].line);
	for (uint32_t s = 0; s < 3; s++) {
		uint32_t i = s;

		while (i < manifest->channel_count &&
		       strcmp(channels[i].name, standard[s]) != 0)
			i++;
		if (i == manifest->channel_count)
			return zvm_problem(parser->problem, ZVM_END_MANIFEST,
			    "%s: error: channel '%s' is missing",
			    manifest->file, standard[s]);
		moved = channels[i];
		memmove(&channels[s + 1], &channels[s],
		    (i - s) * sizeof(*channels));
		channels[s] = moved;
	}
	return 1;
}

/* Version 2: a standard channel without a line is the caller's own. */
static int add_standard(struct parser *parser, uint32_t which)
{
	struct zvm_manifest *manifest = parser->manifest;
	struct zvm_manifest_channel *channel;

	for (uint32_t i = 0; i < manifest->channel_count; i++)
		if (strcmp(manifest->channels[i].name, standard[which]) == 0)
			return 1;
	channel = new_channel(parser);
	if (channel == NULL)
		return 0;
	manifest->channel_count++;
	channel->name = standard[which];
	channel->flags = which == 0 ? ZVM_CHANNEL_GET : ZVM_CHANNEL_PUT;
	if (which == 0)
		channel->gets = channel->get_bytes = ZVM_UNLIMITED;
	else
		channel->puts = channel->put_bytes = ZVM_UNLIMITED;
	return parser_add_source(parser, NULL, channel,
	    (struct zvm_manifest_source){.fd = (int)which});
}

static const char *wrong_network(
    const struct zvm_manifest *manifest, const struct zvm_network *network)
{
	if (network->kind != ZVM_NETWORK_NONE && manifest->job != NULL)
		return "a session with a Job has no network sources";
	if (network->kind != ZVM_NETWORK_NODE)
		return NULL;
	if (manifest->name_server.kind == ZVM_NETWORK_NONE)
		return "a source tcp:NODE: needs a NameServer";
	if (network->node == manifest->node)
		return "a session cannot have itself as a source";
	return NULL;
}

/* What network sources need of the other keys. */
static int check_network(struct parser *parser)
{
	const struct zvm_manifest *manifest = parser->manifest;

	if (manifest->name_server.kind != ZVM_NETWORK_NONE &&
	    manifest->node == 0)
		return zvm_problem(parser->problem, ZVM_END_MANIFEST,
		    "%s:%u: error: a NameServer needs a Node, the session's "
		    "own number",
		    manifest->file, parser->seen[KEY_NAME_SERVER]);
	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		const struct zvm_manifest_channel *channel =
		    &manifest->channels[i];

		for (uint32_t s = 0; s < channel->source_count; s++) {
			const char *what = wrong_network(manifest,
			    &manifest->sources[channel->first_source + s]
				 .network);

			if (what != NULL)
				return zvm_problem(parser->problem,
				    ZVM_END_MANIFEST, "%s:%u: error: %s",
				    manifest->file, channel->line, what);
		}
	}
	return 1;
}

static int finish(struct parser *parser)
{
	struct zvm_manifest *manifest = parser->manifest;
	const char *slash;

	for (int i = 0; i < KEY_COUNT; i++)
		if ((keys[i].required & form(parser)) && parser->seen[i] == 0)
			return zvm_problem(parser->problem, ZVM_END_MANIFEST,
			    "%s: error: key '%s' is missing (expected '%s = "
			    "%s')",
			    manifest->file, keys[i].name, keys[i].name,
			    keys[i].syntax);
	if (form(parser) == 2)
		for (uint32_t i = 0; i < 3; i++)
			if (!add_standard(parser, i))
				return 0;
	slash = strrchr(manifest->program, '/');
	if (manifest->name == NULL)
		manifest->name = slash != NULL ? slash + 1 : manifest->program;
	manifest->argv[0] = manifest->name;
	return check_network(parser) && replace_settings(parser) &&
	       order_channels(parser);
}

int zvm_manifest_parse(const char *file, const char *bytes, size_t size,
    struct zvm_manifest *manifest, struct zvm_problem *problem)
{
	struct parser parser = {.manifest = manifest, .problem = problem};

	memset(manifest, 0, sizeof(*manifest));
	manifest->file = file;
	manifest->memory = ZVM_DEFAULT_MEMORY;
	manifest->clock_seconds = ZVM_DEFAULT_CLOCK;
	if (size > ZVM_MANIFEST_SIZE_MAX)
		return zvm_problem(problem, ZVM_END_MANIFEST,
		    "%s: error: the manifest is too long (got %zu bytes, "
		    "expected at most %d)",
		    file, size, ZVM_MANIFEST_SIZE_MAX);
	/* Every string is a part of the text plus a NUL in place of the mark
	 * or newline behind it; the last line may have none. */
	manifest->pool = malloc(size + 2);
	if (manifest->pool == NULL)
		return zvm_problem(
		    problem, ZVM_END_MEMORY, "%s: error: out of memory", file);
	each_line(&parser, bytes, size, find_version);
	if (problem->end != ZVM_END_NONE)
		return 0;
	if (manifest->version == 0)
		return zvm_problem(problem, ZVM_END_MANIFEST,
		    "%s: error: key 'Version' is missing (expected 'Version = "
		    "%s')",
		    file, keys[KEY_VERSION].syntax);
	return add_argument(&parser, "") &&
	       add_environment(&parser, "HOME=/") &&
	       add_environment(&parser, "PATH=/bin") &&
	       add_environment(&parser, "LANG=C.UTF-8") &&
	       each_line(&parser, bytes, size, read_line) && finish(&parser);
}

void zvm_manifest_free(struct zvm_manifest *manifest)
{
	free(manifest->argv);
	free(manifest->envp);
	free(manifest->channels);
	free(manifest->sources);
	free(manifest->pool);
	memset(manifest, 0, sizeof(*manifest));
}
