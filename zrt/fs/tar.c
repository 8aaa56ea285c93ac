/* SPDX-License-Identifier: Apache-2.0
 *
 * The reader of tar archives (internal/tar.h). An entry is one or more
 * extension headers and a header proper; what the extensions say goes before
 * what the header says, an entry's own before the archive's global ones.
 *
 * All positions are checked against the archive's size before they are used,
 * in 64 bits; numbers from the archive are at most 2^63 - 1 when they get
 * here, so that rounding up is the one sum that could overflow.
 */
#include "internal/tar.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK 512

/* Where the fields of a header lie. */
enum {
	NAME = 0,
	MODE = 100,
	UID = 108,
	GID = 116,
	SIZE = 124,
	MTIME = 136,
	CHECKSUM = 148,
	TYPE = 156,
	LINK = 157,
	MAGIC = 257,
	MAJOR = 329,
	MINOR = 337,
	PREFIX = 345,
	/* old GNU */
	GNU_SPARSE = 386,
	GNU_EXTENDED = 482,
	GNU_REAL_SIZE = 483,
	GNU_MORE_EXTENDED = 504,
};

enum {
	HAS_SIZE = 1,
	HAS_OWNER = 2,
	HAS_GROUP = 4,
	HAS_MODIFIED = 8,
	HAS_REAL_SIZE = 16,
	HAS_MAP = 32, /* sparse 0.0 or 0.1: pieces are known */
};

/* What extension headers have said. */
struct said {
	unsigned has;
	char *path, *link;
	char *sparse_name;
	int64_t size, real_size;
	uint32_t owner, group;
	struct zrt_tar_time modified;
	int64_t sparse_major, sparse_minor;
};

struct zrt_tar {
	struct zrt_tar_source source;
	int64_t position;
	struct said global, local;
	char *path, *link; /* the texts of the current entry */
	struct zrt_tar_piece *pieces;
	uint32_t piece_count, piece_capacity;
	int64_t pending_start; /* sparse 0.0: an offset without its size */
	bool pending;
	const char *error;
	int64_t error_offset;
};

static int fail(struct zrt_tar *tar, int64_t offset, const char *text)
{
	tar->error = text;
	tar->error_offset = offset;
	return -1;
}

static const uint8_t *bytes(struct zrt_tar *tar, int64_t offset, int64_t size)
{
	const uint8_t *found = NULL;

	if (offset < 0 || size < 0 || size > tar->source.size ||
	    offset > tar->source.size - size) {
		fail(tar, offset, "the archive ends too early");
		return NULL;
	}
	if (size <= UINT32_MAX)
		found =
		    tar->source.at(tar->source.context, offset, (uint32_t)size);
	if (!found)
		fail(tar, offset, "cannot be read");
	return found;
}

/* The first multiple of BLOCK at or above; archives are far smaller than the
 * largest number, so what overflows is beyond any of them. */
static int64_t round_up(int64_t value)
{
	return value > INT64_MAX - BLOCK ? INT64_MAX
					 : (value + BLOCK - 1) / BLOCK * BLOCK;
}

static void replace(char **text, char *with)
{
	free(*text);
	*text = with;
}

static char *copy(const uint8_t *from, size_t size)
{
	char *text = malloc(size + 1);

	if (text) {
		memcpy(text, from, size);
		text[size] = '\0';
	}
	return text;
}

/* A field of a header: octal with blanks around it, or base 256 (first bit
 * set, two's complement in the rest). false: neither, or beyond 63 bits. */
static bool number(const uint8_t *field, int width, int64_t *result)
{
	int i = 0;

	*result = 0;
	if (field[0] & 0x80) {
		bool negative = field[0] & 0x40;
		uint64_t value = negative ? UINT64_MAX : 0;

		for (; i < width; i++) {
			uint8_t byte = field[i];

			if (i == 0)
				byte = negative ? byte | 0x80 : byte & 0x7f;
			if ((value >> 55) != (negative ? 0x1ff : 0))
				return false;
			value = value << 8 | byte;
		}
		*result = (int64_t)value;
		return true;
	}
	while (i < width && field[i] == ' ')
		i++;
	for (; i < width && field[i] >= '0' && field[i] <= '7'; i++) {
		if (*result >> 60)
			return false;
		*result = *result << 3 | (field[i] - '0');
	}
	for (; i < width; i++) {
		if (field[i] != ' ' && field[i] != '\0')
			return false;
	}
	return true;
}

/* Decimal digits, and only those; moves *at behind them. */
static bool decimal(const uint8_t **at, const uint8_t *end, int64_t *result)
{
	const uint8_t *start = *at;

	*result = 0;
	for (; *at < end && **at >= '0' && **at <= '9'; ++*at) {
		if (__builtin_mul_overflow(*result, 10, result) ||
		    __builtin_add_overflow(*result, **at - '0', result))
			return false;
	}
	return *at > start;
}

static bool whole_decimal(
    const uint8_t *at, const uint8_t *end, int64_t *result)
{
	return decimal(&at, end, result) && at == end;
}

/* Seconds with an optional sign and fraction. */
static bool time_of(
    const uint8_t *at, const uint8_t *end, struct zrt_tar_time *result)
{
	bool negative = at < end && *at == '-';
	int32_t unit = 100000000;

	if (negative)
		at++;
	if (!decimal(&at, end, &result->seconds))
		return false;
	result->nanoseconds = 0;
	if (at < end && *at == '.') {
		for (at++; at < end && *at >= '0' && *at <= '9'; at++) {
			result->nanoseconds += (*at - '0') * unit;
			unit /= 10;
		}
	}
	if (negative) {
		result->seconds = -result->seconds;
		if (result->nanoseconds) {
			result->seconds--;
			result->nanoseconds = 1000000000 - result->nanoseconds;
		}
	}
	return at == end;
}

static int add_piece(
    struct zrt_tar *tar, int64_t at, int64_t start, int64_t size)
{
	int64_t end = 0;

	if (tar->piece_count) {
		const struct zrt_tar_piece *last =
		    &tar->pieces[tar->piece_count - 1];

		end = last->start + last->size;
	}
	if (start < end || size < 0 || start > INT64_MAX - size)
		return fail(tar, at, "sparse pieces out of order");
	if (tar->piece_count == tar->piece_capacity) {
		uint32_t capacity =
		    tar->piece_capacity ? tar->piece_capacity * 2 : 16;
		struct zrt_tar_piece *larger = NULL;

		if (capacity < UINT32_MAX / sizeof(*larger))
			larger =
			    realloc(tar->pieces, capacity * sizeof(*larger));
		if (!larger)
			return fail(tar, at, "no memory for a sparse file");
		tar->pieces = larger;
		tar->piece_capacity = capacity;
	}
	tar->pieces[tar->piece_count++] =
	    (struct zrt_tar_piece){.start = start, .size = size};
	return 0;
}

/* Sparse 0.1: all pieces as one list of numbers, divided by commas. */
static int sparse_list(
    struct zrt_tar *tar, int64_t at, const uint8_t *text, const uint8_t *end)
{
	tar->piece_count = 0;
	while (text < end) {
		int64_t start, size;

		if (!decimal(&text, end, &start) || text == end ||
		    *text++ != ',' || !decimal(&text, end, &size) ||
		    (text < end && *text++ != ','))
			return fail(tar, at, "bad sparse map");
		if (add_piece(tar, at, start, size))
			return -1;
	}
	return 0;
}

static int sparse_record(struct zrt_tar *tar, int64_t at, const char *key,
    const uint8_t *value, const uint8_t *end)
{
	struct said *said = &tar->local;
	int64_t ignored;

	if (strcmp(key, "name") == 0) {
		replace(&said->sparse_name, copy(value, (size_t)(end - value)));
		return said->sparse_name
			   ? 0
			   : fail(tar, at, "no memory for a path");
	}
	if (strcmp(key, "map") == 0) {
		said->has |= HAS_MAP;
		return sparse_list(tar, at, value, end);
	}
	if (strcmp(key, "major") == 0) {
		if (whole_decimal(value, end, &said->sparse_major))
			return 0;
	} else if (strcmp(key, "minor") == 0) {
		if (whole_decimal(value, end, &said->sparse_minor))
			return 0;
	} else if (strcmp(key, "size") == 0 || strcmp(key, "realsize") == 0) {
		said->has |= HAS_REAL_SIZE;
		if (whole_decimal(value, end, &said->real_size))
			return 0;
	} else if (strcmp(key, "offset") == 0) {
		if (whole_decimal(value, end, &tar->pending_start) &&
		    !tar->pending) {
			tar->pending = true;
			return 0;
		}
	} else if (strcmp(key, "numbytes") == 0) {
		if (whole_decimal(value, end, &ignored) && tar->pending) {
			tar->pending = false;
			said->has |= HAS_MAP;
			return add_piece(tar, at, tar->pending_start, ignored);
		}
	} else {
		return 0; /* numblocks: the count speaks for itself */
	}
	return fail(tar, at, "bad sparse record in a pax header");
}

static int keep_text(struct zrt_tar *tar, int64_t at, char **text,
    const uint8_t *value, const uint8_t *end)
{
	if (memchr(value, '\0', (size_t)(end - value)))
		return fail(tar, at, "a NUL byte in a path");
	replace(text, copy(value, (size_t)(end - value)));
	return *text ? 0 : fail(tar, at, "no memory for a path");
}

/* An empty value takes back what was said before. */
static int pax_record(struct zrt_tar *tar, struct said *said, int64_t at,
    const char *key, const uint8_t *value, const uint8_t *end)
{
	bool empty = value == end;
	int64_t big;

	if (strcmp(key, "path") == 0 || strcmp(key, "linkpath") == 0) {
		char **text = key[0] == 'p' ? &said->path : &said->link;

		if (!empty)
			return keep_text(tar, at, text, value, end);
		replace(text, NULL);
		return 0;
	}
	if (strcmp(key, "size") == 0) {
		said->has =
		    empty ? said->has & ~HAS_SIZE : said->has | HAS_SIZE;
		if (!empty && !whole_decimal(value, end, &said->size))
			return fail(tar, at, "bad size in a pax header");
	} else if (strcmp(key, "uid") == 0 || strcmp(key, "gid") == 0) {
		unsigned bit = key[0] == 'u' ? HAS_OWNER : HAS_GROUP;

		said->has = empty ? said->has & ~bit : said->has | bit;
		if (empty)
			return 0;
		if (!whole_decimal(value, end, &big))
			return fail(tar, at, "bad owner in a pax header");
		*(bit == HAS_OWNER ? &said->owner : &said->group) =
		    (uint32_t)big;
	} else if (strcmp(key, "mtime") == 0) {
		said->has = empty ? said->has & ~HAS_MODIFIED
				  : said->has | HAS_MODIFIED;
		if (!empty && !time_of(value, end, &said->modified))
			return fail(tar, at, "bad time in a pax header");
	} else if (strncmp(key, "GNU.sparse.", 11) == 0 &&
		   said == &tar->local) {
		return sparse_record(tar, at, key + 11, value, end);
	}
	return 0;
}

/* Records "LENGTH KEY=VALUE\n", LENGTH counting all of itself. */
static int pax_header(
    struct zrt_tar *tar, struct said *said, int64_t at, int64_t size)
{
	const uint8_t *text = bytes(tar, at, size), *end;
	uint8_t *own;
	int result = 0;

	if (!text)
		return -1;
	/* A copy, because reading the next header ends the source's promise
	 * and because keys get a NUL. */
	own = (uint8_t *)copy(text, (size_t)size);
	if (!own)
		return fail(tar, at, "no memory for a pax header");
	text = own;
	end = own + size;
	while (text < end && *text && !result) {
		const uint8_t *start = text, *stop;
		uint8_t *equals;
		int64_t length;

		if (!decimal(&text, end, &length) || text == end ||
		    *text != ' ' || length <= text - start + 1 ||
		    length > end - start || start[length - 1] != '\n') {
			result = fail(tar, at + (start - own),
			    "bad record in a pax header");
			break;
		}
		stop = start + length - 1;
		text++;
		equals = memchr(text, '=', (size_t)(stop - text));
		if (!equals) {
			result = fail(tar, at + (start - own),
			    "a record without = in a pax header");
			break;
		}
		*equals = '\0';
		result = pax_record(tar, said, at + (start - own),
		    (const char *)text, equals + 1, stop);
		text = stop + 1;
	}
	free(own);
	return result;
}

/* GNU 'L' and 'K': the whole text is the data, NUL-terminated. */
static int long_text(struct zrt_tar *tar, char **text, int64_t at, int64_t size)
{
	const uint8_t *found = bytes(tar, at, size), *end;

	if (!found)
		return -1;
	end = memchr(found, '\0', (size_t)size);
	replace(text, copy(found, end ? (size_t)(end - found) : (size_t)size));
	return *text ? 0 : fail(tar, at, "no memory for a path");
}

/* The sum of the bytes, which some writers took as signed; the field itself
 * counts as blanks. Eight bytes at a time: an image has many headers. */
static bool checksum_fits(const uint8_t *header)
{
	const uint64_t every_other = 0x00ff00ff00ff00ff;
	uint64_t lanes = 0; /* four of 16 bits, each at most 64 * 2 * 255 */
	int64_t wanted, sum, negative = 0;

	for (int i = 0; i < BLOCK; i += 8) {
		uint64_t word;

		memcpy(&word, header + i, sizeof(word));
		lanes += (word & every_other) + (word >> 8 & every_other);
		negative += __builtin_popcountll(word & 0x8080808080808080);
	}
	lanes =
	    (lanes & 0x0000ffff0000ffff) + (lanes >> 16 & 0x0000ffff0000ffff);
	sum = (int64_t)((lanes & UINT32_MAX) + (lanes >> 32));
	for (int i = CHECKSUM; i < CHECKSUM + 8; i++) {
		sum += ' ' - header[i];
		negative -= header[i] >> 7;
	}
	return number(header + CHECKSUM, 8, &wanted) &&
	       (wanted == sum || wanted == sum - 256 * negative);
}

static bool is_zero(const uint8_t *block)
{
	for (int i = 0; i < BLOCK; i++) {
		if (block[i])
			return false;
	}
	return true;
}

/* The pieces of the old GNU form: four in the header, 21 in each block that
 * follows it. Moves tar->position behind those blocks. */
static int old_sparse(struct zrt_tar *tar, const uint8_t *header)
{
	const uint8_t *field = header + GNU_SPARSE;
	int count = 4;
	bool more = header[GNU_EXTENDED];
	int64_t at = tar->position - BLOCK;

	tar->piece_count = 0;
	if (!number(header + GNU_REAL_SIZE, 12, &tar->local.real_size))
		return fail(tar, at, "bad size of a sparse file");
	for (;;) {
		for (int i = 0; i < count; i++, field += 24) {
			int64_t start, size;

			if (!field[0] && !field[12])
				break;
			if (!number(field, 12, &start) ||
			    !number(field + 12, 12, &size))
				return fail(tar, at, "bad sparse map");
			if (add_piece(tar, at, start, size))
				return -1;
		}
		if (!more)
			return 0;
		at = tar->position;
		field = bytes(tar, at, BLOCK);
		if (!field)
			return -1;
		tar->position += BLOCK;
		more = field[GNU_MORE_EXTENDED];
		count = 21;
	}
}

/* One number and a newline of the map that sparse 1.0 puts before the data.
 * Read in steps of a block, since its length is known to nobody. */
struct map_reader {
	int64_t at, end;
	const uint8_t *block;
};

static int map_number(
    struct zrt_tar *tar, struct map_reader *reader, int64_t *result)
{
	bool digits = false;

	*result = 0;
	for (;; reader->at++) {
		uint8_t byte;

		if (reader->at >= reader->end)
			return fail(tar, reader->at, "bad sparse map");
		if (!reader->block || reader->at % BLOCK == 0) {
			reader->block =
			    bytes(tar, reader->at - reader->at % BLOCK, BLOCK);
			if (!reader->block)
				return -1;
		}
		byte = reader->block[reader->at % BLOCK];
		if (byte == '\n' && digits) {
			reader->at++;
			if (reader->at % BLOCK == 0)
				reader->block = NULL;
			return 0;
		}
		if (byte < '0' || byte > '9' ||
		    __builtin_mul_overflow(*result, 10, result) ||
		    __builtin_add_overflow(*result, byte - '0', result))
			return fail(tar, reader->at, "bad sparse map");
		digits = true;
	}
}

/* Gives the map's length, whole blocks, or -1. */
static int64_t new_sparse(struct zrt_tar *tar, int64_t data, int64_t size)
{
	struct map_reader reader = {.at = data, .end = data + size};
	int64_t count, start, length;

	tar->piece_count = 0;
	if (map_number(tar, &reader, &count))
		return -1;
	for (int64_t i = 0; i < count; i++) {
		if (map_number(tar, &reader, &start) ||
		    map_number(tar, &reader, &length) ||
		    add_piece(tar, reader.at, start, length))
			return -1;
	}
	return round_up(reader.at - data);
}

static enum zrt_tar_kind kind_of(uint8_t type)
{
	switch (type) {
	case '1':
		return ZRT_TAR_HARD_LINK;
	case '2':
		return ZRT_TAR_SYMLINK;
	case '3':
		return ZRT_TAR_CHARACTER;
	case '4':
		return ZRT_TAR_BLOCK;
	case '5':
	case 'D': /* GNU: a directory with a list of its names as data */
		return ZRT_TAR_DIRECTORY;
	case '6':
		return ZRT_TAR_FIFO;
	default: /* POSIX: an unknown type is a regular file */
		return ZRT_TAR_FILE;
	}
}

/* Name and prefix of the header, unless an extension named the entry. */
static int find_path(struct zrt_tar *tar, const uint8_t *header)
{
	struct said *local = &tar->local, *global = &tar->global;
	const char *said = local->sparse_name ? local->sparse_name
			   : local->path      ? local->path
					      : global->path;
	const char *name = (const char *)header + NAME;
	const char *prefix = (const char *)header + PREFIX;
	bool ustar = memcmp(header + MAGIC, "ustar\0", 6) == 0;
	size_t prefix_size = ustar ? strnlen(prefix, 155) : 0;
	size_t size = strnlen(name, 100);
	char *path;

	if (said) {
		path = copy((const uint8_t *)said, strlen(said));
	} else {
		path = malloc(prefix_size + size + 2);
		if (path) {
			memcpy(path, prefix, prefix_size);
			if (prefix_size)
				path[prefix_size++] = '/';
			memcpy(path + prefix_size, name, size);
			path[prefix_size + size] = '\0';
		}
	}
	replace(&tar->path, path);
	return path ? 0 : fail(tar, tar->position, "no memory for a path");
}

static int find_link(struct zrt_tar *tar, const uint8_t *header)
{
	const char *said = tar->local.link ? tar->local.link : tar->global.link;
	const char *text = said ? said : (const char *)header + LINK;
	size_t size = said ? strlen(said) : strnlen(text, 100);

	replace(&tar->link, copy((const uint8_t *)text, size));
	return tar->link ? 0 : fail(tar, tar->position, "no memory for a path");
}

static int attributes(
    struct zrt_tar *tar, const uint8_t *header, struct zrt_tar_entry *entry)
{
	const struct said *local = &tar->local, *global = &tar->global;
	const struct said *from;
	int64_t mode, owner, group, time, major = 0, minor = 0;

	if (!number(header + MODE, 8, &mode) ||
	    !number(header + UID, 8, &owner) ||
	    !number(header + GID, 8, &group) ||
	    !number(header + MTIME, 12, &time))
		return fail(tar, entry->offset, "a header with a bad number");
	if ((entry->kind == ZRT_TAR_CHARACTER ||
		entry->kind == ZRT_TAR_BLOCK) &&
	    (!number(header + MAJOR, 8, &major) ||
		!number(header + MINOR, 8, &minor)))
		return fail(tar, entry->offset, "a header with a bad number");
	entry->mode = (uint32_t)mode & 07777;
	entry->owner = (uint32_t)owner;
	entry->group = (uint32_t)group;
	entry->major = (uint32_t)major;
	entry->minor = (uint32_t)minor;
	entry->modified.seconds = time;
	from = local->has & HAS_OWNER ? local : global;
	if (from->has & HAS_OWNER)
		entry->owner = from->owner;
	from = local->has & HAS_GROUP ? local : global;
	if (from->has & HAS_GROUP)
		entry->group = from->group;
	from = local->has & HAS_MODIFIED ? local : global;
	if (from->has & HAS_MODIFIED)
		entry->modified = from->modified;
	return 0;
}

/* Where each piece lies, and that file and archive hold it. */
static int place_pieces(
    struct zrt_tar *tar, struct zrt_tar_entry *entry, int64_t stored)
{
	int64_t offset = entry->data, left = stored;

	for (uint32_t i = 0; i < tar->piece_count; i++) {
		struct zrt_tar_piece *piece = &tar->pieces[i];

		if (piece->size > left)
			return fail(tar, entry->offset,
			    "sparse pieces beyond the data");
		if (piece->start + piece->size > entry->size)
			return fail(tar, entry->offset,
			    "sparse pieces beyond the file's size");
		piece->offset = offset;
		offset += piece->size;
		left -= piece->size;
	}
	entry->sparse = true;
	entry->pieces = tar->pieces;
	entry->piece_count = tar->piece_count;
	return 0;
}

/* The data of a regular file, sparse or not. */
static int contents(struct zrt_tar *tar, const uint8_t *header,
    struct zrt_tar_entry *entry, int64_t stored)
{
	struct said *local = &tar->local;
	int64_t data;

	if (header[TYPE] == 'S' && old_sparse(tar, header))
		return -1;
	data = tar->position;
	entry->data = data;
	entry->size = stored;
	if (stored < 0 || stored > tar->source.size - data)
		return fail(
		    tar, entry->offset, "the archive ends inside this file");
	tar->position = data + round_up(stored);
	if (header[TYPE] == 'S') {
		entry->size = local->real_size;
	} else if (local->sparse_major == 1) {
		int64_t map = new_sparse(tar, data, stored);

		if (map < 0)
			return -1;
		if (map > stored || !(local->has & HAS_REAL_SIZE))
			return fail(tar, entry->offset, "bad sparse map");
		entry->data += map;
		stored -= map;
		entry->size = local->real_size;
	} else if (local->has & HAS_MAP) {
		if (tar->pending)
			return fail(tar, entry->offset, "bad sparse map");
		if (local->has & HAS_REAL_SIZE)
			entry->size = local->real_size;
	} else {
		return 0;
	}
	if (entry->size < 0)
		return fail(tar, entry->offset, "bad size of a sparse file");
	return place_pieces(tar, entry, stored);
}

static void forget(struct said *said)
{
	free(said->path);
	free(said->link);
	free(said->sparse_name);
	*said = (struct said){0};
}

/* Extension headers: 1 when this was one, 0 when not. */
static int extension(
    struct zrt_tar *tar, uint8_t type, int64_t at, int64_t size)
{
	int result;

	switch (type) {
	case 'x':
	case 'X': /* Solaris */
		result = pax_header(tar, &tar->local, at, size);
		break;
	case 'g':
		result = pax_header(tar, &tar->global, at, size);
		break;
	case 'L':
		result = long_text(tar, &tar->local.path, at, size);
		break;
	case 'K':
		result = long_text(tar, &tar->local.link, at, size);
		break;
	case 'V': /* a label of the archive */
		result = 0;
		break;
	default:
		return 0;
	}
	return result ? result : 1;
}

static int skip(struct zrt_tar *tar, int64_t at, int64_t size)
{
	if (size < 0 || size > tar->source.size - tar->position)
		return fail(tar, at, "the archive ends too early");
	tar->position += round_up(size);
	return 0;
}

int __zrt_tar_next(struct zrt_tar *tar, struct zrt_tar_entry *entry)
{
	uint8_t header[BLOCK];
	int64_t extended = -1; /* where an extension of this entry stands */

	forget(&tar->local);
	tar->piece_count = 0;
	tar->pending = false;
	for (;;) {
		int64_t at = tar->position, size;
		const uint8_t *found;
		int result;

		/* An archive without its two zero blocks is complete when it
		 * ends between entries. */
		found = NULL;
		if (at < tar->source.size) {
			found = bytes(tar, at, BLOCK);
			if (!found)
				return -1;
			memcpy(header, found, BLOCK);
		}
		if (!found || is_zero(header))
			return extended < 0 ? 0
					    : fail(tar, extended,
						  "the archive ends after an "
						  "extension header");
		if (!checksum_fits(header))
			return fail(tar, at,
			    "not a tar header (its checksum is wrong)");
		if (!number(header + SIZE, 12, &size) || size < 0)
			return fail(tar, at, "a header with a bad size");
		tar->position = at + BLOCK;

		if (header[TYPE] == 'M')
			return fail(tar, at, "a part of a larger archive");
		result = extension(tar, header[TYPE], tar->position, size);
		if (result < 0)
			return -1;
		if (result) {
			if (skip(tar, at, size))
				return -1;
			if (header[TYPE] != 'g' && header[TYPE] != 'V')
				extended = at;
			continue;
		}

		*entry = (struct zrt_tar_entry){
		    .kind = kind_of(header[TYPE]), .offset = at};
		if (find_path(tar, header) || find_link(tar, header) ||
		    attributes(tar, header, entry))
			return -1;
		if (tar->local.has & HAS_SIZE)
			size = tar->local.size;
		else if (tar->global.has & HAS_SIZE)
			size = tar->global.size;
		/* V7 knows no type of directories, only a slash. */
		if ((header[TYPE] == '\0' || header[TYPE] == '0') &&
		    *tar->path && tar->path[strlen(tar->path) - 1] == '/')
			entry->kind = ZRT_TAR_DIRECTORY;
		entry->path = tar->path;
		entry->link = tar->link;
		if (entry->kind == ZRT_TAR_FILE)
			result = contents(tar, header, entry, size);
		else if (header[TYPE] == 'D')
			result = skip(tar, at, size);
		return result ? result : 1;
	}
}

const char *__zrt_tar_error(const struct zrt_tar *tar, int64_t *offset)
{
	*offset = tar->error_offset;
	return tar->error;
}

struct zrt_tar *__zrt_tar_open(const struct zrt_tar_source *source)
{
	struct zrt_tar *tar = calloc(1, sizeof(*tar));

	if (tar)
		tar->source = *source;
	return tar;
}

void __zrt_tar_close(struct zrt_tar *tar)
{
	forget(&tar->local);
	forget(&tar->global);
	free(tar->path);
	free(tar->link);
	free(tar->pieces);
	free(tar);
}
