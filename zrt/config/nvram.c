/* SPDX-License-Identifier: Apache-2.0
 *
 * The parser of /dev/nvram (docs/zrt.md). Works in place: values point into
 * the text.
 */
#include "nvram.h"

#include <stdlib.h>
#include <string.h>

const struct nvram_section __zrt_nvram_sections[NVRAM_SECTIONS] = {
    [NVRAM_FSTAB] = {"fstab",
	{"channel", "mountpoint", "access", "source", "writable", "removable"},
	3},
    [NVRAM_ARGS] = {"args", {"args"}, 1},
    [NVRAM_ENV] = {"env", {"name", "value"}, 2},
    [NVRAM_MAPPING] = {"mapping", {"channel", "mode"}, 2},
    [NVRAM_TIME] = {"time", {"seconds"}, 1},
    [NVRAM_DEBUG] = {"debug", {"verbosity"}, 1},
    [NVRAM_PRECACHE] = {"precache", {"precache"}, 1},
    [NVRAM_CWD] = {"cwd", {"path"}, 1},
};

static int fail(struct nvram_error *error, const char *what, const char *got,
    const char *expected)
{
	error->what = what;
	error->got = got;
	error->expected = expected;
	return -1;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *__zrt_nvram_unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		int high, low;

		if (*from != '\\') {
			*to++ = *from;
			continue;
		}
		if (from[1] != 'x')
			return NULL;
		high = digit(from[2]);
		low = high < 0 ? -1 : digit(from[3]);
		if (low < 0 || (high | low) == 0)
			return NULL;
		*to++ = (char)(high << 4 | low);
		from += 3;
	}
	*to = '\0';
	return text;
}

static char *trim(char *start, char *end)
{
	while (start < end && (*start == ' ' || *start == '\t'))
		start++;
	while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	*end = '\0';
	return start;
}

static int find_section(char *text, struct nvram_error *error)
{
	size_t length = strlen(text);

	if (text[length - 1] != ']')
		return fail(error, "a section without its ]", text, NULL);
	text[length - 1] = '\0';
	for (int i = 0; i < NVRAM_SECTIONS; i++) {
		if (strcmp(text + 1, __zrt_nvram_sections[i].name) == 0)
			return i;
	}
	return fail(error, "unknown section", text + 1,
	    "fstab, args, env, mapping, time, debug, precache or cwd");
}

static int pair(char *start, char *end, struct nvram_record *record,
    struct nvram_error *error)
{
	const struct nvram_section *section =
	    &__zrt_nvram_sections[record->section];
	char *equals = memchr(start, '=', (size_t)(end - start));
	char *key, *value;

	if (!equals)
		return fail(error, "no key=value", trim(start, end),
		    "a comma in a value as \\x2c");
	value = trim(equals + 1, end);
	key = trim(start, equals);
	for (int i = 0; i < NVRAM_MAX_KEYS && section->keys[i]; i++) {
		if (strcmp(key, section->keys[i]) != 0)
			continue;
		if (record->values[i])
			return fail(error, "the same key twice", key, NULL);
		if (record->section != NVRAM_ARGS &&
		    !__zrt_nvram_unescape(value))
			return fail(error, "a bad escape in a value", value,
			    "\\xHH, not \\x00");
		record->values[i] = value;
		return 0;
	}
	return fail(error, "unknown key in this section", key, NULL);
}

static int parse_record(
    char *line, struct nvram_record *record, struct nvram_error *error)
{
	const struct nvram_section *section =
	    &__zrt_nvram_sections[record->section];

	for (char *at = line;;) {
		char *end = at + strcspn(at, ",");
		char stop = *end;

		if (pair(at, end, record, error))
			return -1;
		if (!stop)
			break;
		at = end + 1;
	}
	for (int i = 0; i < section->required; i++) {
		if (!record->values[i])
			return fail(error, "a record without a key", NULL,
			    section->keys[i]);
	}
	return 0;
}

struct nvram_record *__zrt_nvram_parse(
    char *text, size_t size, size_t *count, struct nvram_error *error)
{
	struct nvram_record *records = malloc(sizeof(*records));
	size_t capacity = 1;
	int section = -1;
	char *end;

	*count = 0;
	*error = (struct nvram_error){0};
	if (!records) {
		fail(error, "no memory", NULL, NULL);
		return NULL;
	}
	for (char *at = text; at <= text + size; at = end + 1) {
		struct nvram_record *record;
		char *line;

		error->line++;
		end = memchr(at, '\n', (size_t)(text + size - at));
		if (!end)
			end = text + size;
		if (memchr(at, '\0', (size_t)(end - at))) {
			fail(error, "a NUL byte", NULL, NULL);
			goto bad;
		}
		line = end;
		if (line > at && line[-1] == '\r')
			line--;
		line = trim(at, line);
		*end = '\0';
		if (!*line || *line == '#')
			continue;
		if (*line == '[') {
			section = find_section(line, error);
			if (section < 0)
				goto bad;
			continue;
		}
		if (section < 0) {
			fail(error, "a record before any section", line, NULL);
			goto bad;
		}
		if (*count == capacity) {
			struct nvram_record *larger;

			capacity *= 2;
			larger =
			    reallocarray(records, capacity, sizeof(*records));
			if (!larger) {
				fail(error, "no memory", NULL, NULL);
				goto bad;
			}
			records = larger;
		}
		record = &records[*count];
		*record = (struct nvram_record){
		    .line = error->line, .section = section};
		if (parse_record(line, record, error))
			goto bad;
		++*count;
	}
	return records;
bad:
	free(records);
	return NULL;
}
