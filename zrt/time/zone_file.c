/* SPDX-License-Identifier: Apache-2.0
 *
 * Files of the tz database (RFC 9636, versions 1 to 4). Numbers are big
 * endian. From version 2 on a second block with 64-bit times follows the
 * first, and after it, between newlines, the rule for all later times. Leap
 * seconds are ignored: POSIX time does not count them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "internal/zone.h"

#define HEADER  44
#define LARGEST (1 << 20)

struct block {
	uint32_t ut_marks, std_marks, leaps, times, kinds, characters;
	const uint8_t *data;
	unsigned width; /* of a time */
};

static int64_t number(const uint8_t *bytes, unsigned width)
{
	uint64_t value = bytes[0] & 0x80 ? ~0ull : 0;

	while (width--)
		value = value << 8 | *bytes++;
	return (int64_t)value;
}

/* False when the block does not lie within the file. */
static bool read_header(
    const uint8_t *at, size_t left, unsigned width, struct block *block)
{
	uint64_t size;

	if (left < HEADER || memcmp(at, "TZif", 4))
		return false;
	block->ut_marks = (uint32_t)number(at + 20, 4);
	block->std_marks = (uint32_t)number(at + 24, 4);
	block->leaps = (uint32_t)number(at + 28, 4);
	block->times = (uint32_t)number(at + 32, 4);
	block->kinds = (uint32_t)number(at + 36, 4);
	block->characters = (uint32_t)number(at + 40, 4);
	block->width = width;
	block->data = at + HEADER;
	size = HEADER + (uint64_t)block->times * (width + 1) +
	       (uint64_t)block->kinds * 6 + block->characters +
	       (uint64_t)block->leaps * (width + 4) + block->std_marks +
	       block->ut_marks;
	return size <= left && block->kinds > 0 && block->kinds <= 256 &&
	       block->characters > 0;
}

static const uint8_t *block_end(const struct block *block)
{
	return block->data + block->times * (block->width + 1) +
	       block->kinds * 6 + block->characters +
	       block->leaps * (block->width + 4) + block->std_marks +
	       block->ut_marks;
}

static bool fill(const struct block *block, struct zrt_zone *zone)
{
	const uint8_t *kinds = block->data + block->times * block->width;
	const uint8_t *entry = kinds + block->times;
	const char *text = (const char *)entry + block->kinds * 6;
	size_t size = block->times * sizeof(int64_t) +
		      block->kinds * sizeof(struct zrt_local) + block->times +
		      block->characters + 1;
	char *names;

	zone->memory = malloc(size);
	if (!zone->memory)
		return false;
	zone->times = zone->memory;
	zone->kind = (struct zrt_local *)(zone->times + block->times);
	zone->kinds = (uint8_t *)(zone->kind + block->kinds);
	names = (char *)zone->kinds + block->times;
	memcpy(names, text, block->characters);
	names[block->characters] = '\0';
	zone->transitions = block->times;
	zone->kind_count = block->kinds;
	for (uint32_t i = 0; i < block->times; i++) {
		zone->times[i] =
		    number(block->data + i * block->width, block->width);
		zone->kinds[i] = kinds[i];
		if (kinds[i] >= block->kinds ||
		    (i && zone->times[i] <= zone->times[i - 1]))
			return false;
	}
	for (uint32_t i = 0; i < block->kinds; i++, entry += 6) {
		if (entry[5] >= block->characters)
			return false;
		zone->kind[i].offset = (int32_t)number(entry, 4);
		zone->kind[i].daylight = entry[4];
		zone->kind[i].name = names + entry[5];
	}
	return true;
}

static void read_footer(const uint8_t *at, size_t left, struct zrt_zone *zone)
{
	const uint8_t *end;
	char text[256];

	if (left < 2 || *at != '\n')
		return;
	end = memchr(at + 1, '\n', left - 1);
	if (!end || (size_t)(end - at - 1) >= sizeof(text))
		return;
	memcpy(text, at + 1, (size_t)(end - at - 1));
	text[end - at - 1] = '\0';
	zone->has_rule = __zrt_rule_parse(text, &zone->rule);
}

static bool parse(const uint8_t *data, size_t size, struct zrt_zone *zone)
{
	const uint8_t *end = data + size;
	struct block block;
	bool long_times;

	if (!read_header(data, size, 4, &block))
		return false;
	long_times = data[4] >= '2';
	if (long_times) {
		const uint8_t *second = block_end(&block);

		if (!read_header(second, (size_t)(end - second), 8, &block))
			return false;
	}
	if (!fill(&block, zone))
		return false;
	if (long_times)
		read_footer(
		    block_end(&block), (size_t)(end - block_end(&block)), zone);
	return true;
}

bool __zrt_zone_read(const char *path, struct zrt_zone *zone)
{
	FILE *file = fopen(path, "re");
	uint8_t *data;
	bool good = false;

	memset(zone, 0, sizeof(*zone));
	if (!file)
		return false;
	data = malloc(LARGEST);
	if (data) {
		size_t size = fread(data, 1, LARGEST, file);

		good =
		    size < LARGEST && !ferror(file) && parse(data, size, zone);
		free(data);
	}
	fclose(file);
	if (!good) {
		free(zone->memory);
		memset(zone, 0, sizeof(*zone));
	}
	return good;
}
