/* SPDX-License-Identifier: Apache-2.0
 *
 * What the records of /dev/nvram mean, and doing it at its time.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include "config/nvram.h"
#include "internal/archive.h"
#include "internal/config.h"
#include "internal/fs.h"
#include "internal/message.h"

#define FILE_NAME "/dev/nvram"

static struct nvram_record *records;
static size_t record_count;
static int debug_channel = -1;

/* fstab's keys, in the order of __zrt_nvram_sections. */
enum { CHANNEL, MOUNTPOINT, ACCESS, SOURCE, WRITABLE, REMOVABLE };

static const struct zvm_channel_info *channels(void)
{
	return (const struct zvm_channel_info *)__zrt_boot->channels;
}

static int find_channel(const char *name)
{
	for (uint32_t i = 0; i < __zrt_boot->channel_count; i++) {
		if (strcmp((const char *)channels()[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

static void __attribute__((noreturn))
wrong(int line, const char *what, const char *got, const char *expected)
{
	char number[24];

	__zrt_fatal(FILE_NAME ":", __zrt_decimal(line, number),
	    ": error: ", what, got || expected ? " (" : "", got ? "got \"" : "",
	    got ? got : "", got ? "\"" : "", got && expected ? ", " : "",
	    expected ? "expected " : "", expected ? expected : "",
	    got || expected ? ")" : "", NULL);
}

static int channel_of(const struct nvram_record *record)
{
	int channel = find_channel(record->values[CHANNEL]);

	if (channel < 0)
		wrong(record->line, "the session has no such channel",
		    record->values[CHANNEL], NULL);
	return channel;
}

static bool is(const char *value, const char *word)
{
	return strcmp(value, word) == 0;
}

static void check_fstab(const struct nvram_record *record)
{
	const char *access = record->values[ACCESS];
	const char *writable = record->values[WRITABLE];
	const char *removable = record->values[REMOVABLE];
	uint32_t channel = (uint32_t)channel_of(record);
	uint32_t type = channels()[channel].type;
	uint32_t flags = channels()[channel].flags;

	if (!is(access, "ro") && !is(access, "wo"))
		wrong(record->line, "unknown access", access, "ro or wo");
	if (record->values[MOUNTPOINT][0] != '/')
		wrong(record->line, "a mountpoint that is no absolute path",
		    record->values[MOUNTPOINT], NULL);
	if (removable && !is(removable, "no"))
		wrong(record->line,
		    "mounts are made once; a request of a warm server has "
		    "its own files as channels",
		    removable, "no");
	if (is(access, "ro") &&
	    (!(flags & ZVM_CHANNEL_GET) || (type != ZVM_CHANNEL_RGET_SPUT &&
					       type != ZVM_CHANNEL_RGET_RPUT)))
		wrong(record->line,
		    "an image is read at any offset: its channel must be "
		    "readable and random",
		    record->values[CHANNEL], NULL);
	if (is(access, "wo") && !(flags & ZVM_CHANNEL_PUT))
		wrong(record->line, "the channel is not writable",
		    record->values[CHANNEL], NULL);
	if (writable && !is(writable, "yes") && !is(writable, "no"))
		wrong(record->line, "unknown word for writable", writable,
		    "yes or no");
	if (is(access, "wo") && (record->values[SOURCE] || writable))
		wrong(record->line, "source and writable are for access=ro",
		    NULL, NULL);
}

/* Decimal seconds with an optional sign. */
static int64_t seconds_of(const struct nvram_record *record)
{
	const int64_t most = INT64_MAX / 1000000000;
	const char *text = record->values[0], *digit = text;
	bool negative = *digit == '-';
	int64_t seconds = 0;

	if (*digit == '-' || *digit == '+')
		digit++;
	do {
		if (*digit < '0' || *digit > '9' ||
		    (seconds = seconds * 10 + (*digit - '0')) > most)
			wrong(record->line, "no number of seconds", text, NULL);
	} while (*++digit);
	return negative ? -seconds : seconds;
}

static void check(const struct nvram_record *record)
{
	const char *value = record->values[0];

	switch (record->section) {
	case NVRAM_FSTAB:
		check_fstab(record);
		break;
	case NVRAM_MAPPING:
		channel_of(record);
		value = record->values[1];
		if (!is(value, "file") && !is(value, "pipe") &&
		    !is(value, "char"))
			wrong(record->line, "unknown mode", value,
			    "file, pipe or char");
		break;
	case NVRAM_ENV:
		if (!*value || strchr(value, '='))
			wrong(record->line,
			    "no name of an environment variable", value, NULL);
		break;
	case NVRAM_TIME:
		seconds_of(record);
		break;
	case NVRAM_DEBUG:
		if (value[0] < '0' || value[0] > '4' || value[1])
			wrong(
			    record->line, "unknown verbosity", value, "0 to 4");
		if (value[0] > '0')
			debug_channel = find_channel("/dev/debug");
		break;
	case NVRAM_CWD:
		if (value[0] != '/')
			wrong(record->line,
			    "a directory that is no absolute path", value,
			    NULL);
		break;
	case NVRAM_PRECACHE:
		if (!is(value, "no"))
			wrong(record->line,
			    "a warm start is the program's own call, "
			    "zvm_serve of <zvm.h>",
			    value, "no");
		break;
	}
}

static char *read_channel(int channel, size_t *size)
{
	size_t capacity = 4096;
	char *text = malloc(capacity);

	*size = 0;
	for (;;) {
		ssize_t done;

		if (text && *size + 1 == capacity) {
			capacity *= 2;
			text = realloc(text, capacity);
		}
		if (!text)
			__zrt_fatal(FILE_NAME ": error: no memory", NULL);
		done = __zrt_gate_result(zvm_pread(channel, text + *size,
		    capacity - *size - 1, (int64_t)*size));
		if (done < 0)
			__zrt_fatal(
			    FILE_NAME ": error: ", strerror(errno), NULL);
		if (!done)
			return text;
		*size += (size_t)done;
	}
}

void __zrt_config_init(void)
{
	int channel = find_channel(FILE_NAME);
	struct nvram_error error;
	size_t size;
	char *text;

	if (channel < 0 || !(channels()[channel].flags & ZVM_CHANNEL_GET))
		return;
	text = read_channel(channel, &size);
	records = __zrt_nvram_parse(text, size, &record_count, &error);
	if (!records)
		wrong(error.line, error.what, error.got, error.expected);
	for (size_t i = 0; i < record_count; i++)
		check(&records[i]);
}

/* Split one text into words: blanks divide, "..." holds together. */
static size_t split(char *text, char **words, int line)
{
	size_t count = 0;

	for (;;) {
		bool quoted = false;
		char *to;

		text += strspn(text, " \t");
		if (!*text)
			return count;
		to = text;
		if (words)
			words[count] = text;
		count++;
		for (; *text && (quoted || (*text != ' ' && *text != '\t'));
		     text++) {
			if (*text == '"')
				quoted = !quoted;
			else if (words)
				*to++ = *text;
		}
		if (quoted)
			wrong(line, "a quote that is not closed", NULL, NULL);
		if (words) {
			bool more = *text;

			*to = '\0';
			if (!__zrt_nvram_unescape(words[count - 1]))
				wrong(line, "a bad escape in an argument",
				    words[count - 1], "\\xHH, not \\x00");
			if (more)
				text++;
		}
	}
}

char **__zrt_config_arguments(int *count)
{
	const struct nvram_record *last = NULL;
	char **words;
	size_t number;

	for (size_t i = 0; i < record_count; i++) {
		if (records[i].section != NVRAM_ARGS)
			continue;
		if (last)
			wrong(records[i].line, "args twice", NULL, NULL);
		last = &records[i];
	}
	if (!last)
		return NULL;
	number = split((char *)last->values[0], NULL, last->line);
	words = calloc(number + 1, sizeof(*words));
	if (!words)
		__zrt_fatal(FILE_NAME ": error: no memory", NULL);
	split((char *)last->values[0], words, last->line);
	*count = (int)number;
	return words;
}

void __zrt_config_environment(void (*set)(const char *name_and_value))
{
	for (size_t i = 0; i < record_count; i++) {
		size_t name, value;
		char *text;

		if (records[i].section != NVRAM_ENV)
			continue;
		name = strlen(records[i].values[0]);
		value = strlen(records[i].values[1]);
		text = malloc(name + value + 2);
		if (!text)
			__zrt_fatal(FILE_NAME ": error: no memory", NULL);
		memcpy(text, records[i].values[0], name);
		text[name] = '=';
		memcpy(text + name + 1, records[i].values[1], value + 1);
		set(text);
	}
}

bool __zrt_config_time(int64_t *seconds)
{
	bool found = false;

	for (size_t i = 0; i < record_count; i++) {
		if (records[i].section == NVRAM_TIME) {
			*seconds = seconds_of(&records[i]);
			found = true;
		}
	}
	return found;
}

bool __zrt_config_has_mounts(void)
{
	for (size_t i = 0; i < record_count; i++) {
		if (records[i].section == NVRAM_FSTAB ||
		    records[i].section == NVRAM_CWD)
			return true;
	}
	return false;
}

static void tell(const char *text)
{
	if (debug_channel >= 0)
		zvm_pwrite(debug_channel, text, (uint32_t)strlen(text), 0);
}

/* Only the tree below source, which then stands for the whole. */
static struct zrt_node *part_of(
    struct zrt_node *image, const struct nvram_record *record)
{
	const char *at = record->values[SOURCE] ? record->values[SOURCE] : "";

	for (;;) {
		struct zrt_name *name;
		size_t length;

		at += strspn(at, "/");
		length = strcspn(at, "/");
		if (!length)
			return image;
		name = __zrt_name_find(image, at, length);
		if (!name || !S_ISDIR(name->node->mode))
			wrong(record->line, "the image has no such directory",
			    record->values[SOURCE], NULL);
		image = name->node;
		at += length;
	}
}

static bool brings_files(const struct nvram_record *record)
{
	return record->section == NVRAM_FSTAB &&
	       is(record->values[ACCESS], "ro");
}

static bool is_writable(const struct nvram_record *record)
{
	return !record->values[WRITABLE] || is(record->values[WRITABLE], "yes");
}

void __zrt_config_mount(void)
{
	for (size_t i = 0; i < record_count; i++) {
		const struct nvram_record *record = &records[i];
		struct zrt_node *image;

		if (!brings_files(record))
			continue;
		image = __zrt_image_read((uint32_t)channel_of(record));
		__zrt_mount(part_of(image, record), record->values[MOUNTPOINT],
		    is_writable(record));
		tell("zrt: mounted ");
		tell(record->values[CHANNEL]);
		tell(" at ");
		tell(record->values[MOUNTPOINT]);
		tell("\n");
	}
}

void __zrt_config_each_mount(
    void (*tell)(void *, const char *, const char *, bool), void *argument)
{
	for (size_t i = 0; i < record_count; i++) {
		if (brings_files(&records[i]))
			tell(argument, records[i].values[CHANNEL],
			    records[i].values[MOUNTPOINT],
			    is_writable(&records[i]));
	}
}

void __zrt_config_map_modes(void)
{
	for (size_t i = 0; i < record_count; i++) {
		const struct nvram_record *record = &records[i];
		struct zrt_node *node;
		mode_t type;

		if (record->section != NVRAM_MAPPING)
			continue;
		node = __zrt_channel_node((uint32_t)channel_of(record));
		type = is(record->values[1], "file")   ? S_IFREG
		       : is(record->values[1], "pipe") ? S_IFIFO
						       : S_IFCHR;
		node->mode = (node->mode & ~S_IFMT) | type;
	}
}

/* Each record of an export: the directory that will be written. */
static struct zrt_node **exports;

static void finish(void)
{
	for (size_t i = 0; i < record_count; i++) {
		const struct nvram_record *record = &records[i];

		if (!exports[i])
			continue;
		tell("zrt: exporting ");
		tell(record->values[MOUNTPOINT]);
		tell("\n");
		__zrt_archive_write(
		    exports[i], channel_of(record), record->values[CHANNEL]);
	}
}

void __zrt_config_exports(void)
{
	for (size_t i = 0; i < record_count; i++) {
		const struct nvram_record *record = &records[i];
		const char *path = record->values[MOUNTPOINT];

		if (record->section != NVRAM_FSTAB ||
		    !is(record->values[ACCESS], "wo"))
			continue;
		if (!exports)
			exports = calloc(record_count, sizeof(*exports));
		if (exports)
			exports[i] = __zrt_make_path(path, strlen(path));
		if (!exports || !exports[i])
			wrong(record->line, "cannot make the mountpoint", path,
			    NULL);
		if (exports[i]->read_only)
			wrong(record->line,
			    "an image that is not writable has this directory",
			    path, NULL);
		exports[i]->uses++;
		__zrt_at_end = finish;
	}
}

void __zrt_config_directory(void)
{
	for (size_t i = 0; i < record_count; i++) {
		const char *path = records[i].values[0];
		struct zrt_lookup found;

		if (records[i].section != NVRAM_CWD)
			continue;
		errno = ENOENT;
		if (__zrt_resolve(AT_FDCWD, path, ZRT_FOLLOW, &found) ||
		    !found.node || __zrt_working_directory(found.node))
			wrong(records[i].line, strerror(errno), path, NULL);
	}
}
