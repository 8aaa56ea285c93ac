/* SPDX-License-Identifier: Apache-2.0
 *
 * A tree as a tar archive: ustar headers, a pax header before them where
 * ustar has no room or no word for something (long paths and links, large
 * files, fractions of seconds, holes). Sorted by name, so that the same tree
 * gives the same bytes however it came about.
 *
 * Left out is what has no content of its own: channels, sockets, and /dev and
 * /proc when all of the tree is written.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include "internal/archive.h"
#include "internal/message.h"

#define BLOCK    512
#define BUFFER   65536
#define PAGE     4096
#define MAX_SIZE 077777777777LL /* 11 octal digits */
#define MAX_ID   07777777u

struct writer {
	int channel;
	const char *channel_name;
	int64_t written;
	uint8_t *buffer;
	size_t used;
	/* The path of the current entry, from "./" on. */
	char *path;
	size_t path_size;
	/* Files with several names that were written, under which name. */
	struct linked {
		struct zrt_node *node;
		char *path;
	} * linked;
	size_t linked_count;
	/* Records of the current pax header. */
	char *pax;
	size_t pax_length, pax_size;
};

static void __attribute__((noreturn))
fail(const struct writer *writer, const char *what)
{
	__zrt_fatal(
	    writer->channel_name, ": error: cannot export: ", what, NULL);
}

static void *grow(
    const struct writer *writer, void *memory, size_t *size, size_t needed)
{
	if (needed <= *size)
		return memory;
	while (*size < needed)
		*size = *size ? *size * 2 : 256;
	memory = realloc(memory, *size);
	if (!memory)
		fail(writer, "no memory");
	return memory;
}

static void flush(struct writer *writer)
{
	size_t done = 0;

	while (done < writer->used) {
		ssize_t part = __zrt_gate_result(
		    zvm_pwrite(writer->channel, writer->buffer + done,
			(uint32_t)(writer->used - done), writer->written));

		if (part <= 0)
			fail(writer, part ? strerror(errno)
					  : "the channel takes no more");
		done += (size_t)part;
		writer->written += part;
	}
	writer->used = 0;
}

static void put(struct writer *writer, const void *bytes, size_t size)
{
	const uint8_t *from = bytes;

	while (size) {
		size_t part = BUFFER - writer->used;

		if (part > size)
			part = size;
		if (from) {
			memcpy(writer->buffer + writer->used, from, part);
			from += part;
		} else {
			memset(writer->buffer + writer->used, 0, part);
		}
		writer->used += part;
		size -= part;
		if (writer->used == BUFFER)
			flush(writer);
	}
}

/* Zeros up to the next block; the buffer is a whole number of them. */
static void pad(struct writer *writer)
{
	put(writer, NULL, -writer->used % BLOCK);
}

static void octal(char *field, int width, uint64_t value)
{
	field[--width] = '\0';
	while (width--) {
		field[width] = (char)('0' + (value & 7));
		value >>= 3;
	}
}

/* "LENGTH KEY=VALUE\n", where LENGTH counts its own digits too. */
static void add_record(struct writer *writer, const char *key,
    const char *value, size_t value_length)
{
	size_t rest = strlen(key) + value_length + 3, length = rest + 1;
	char number[24];
	const char *digits;
	char *to;

	while (digits = __zrt_decimal((int64_t)length, number),
	    length != rest + strlen(digits))
		length = rest + strlen(digits);
	writer->pax = grow(writer, writer->pax, &writer->pax_size,
	    writer->pax_length + length);
	to = writer->pax + writer->pax_length;
	to = stpcpy(to, digits);
	*to++ = ' ';
	to = stpcpy(to, key);
	*to++ = '=';
	memcpy(to, value, value_length);
	to[value_length] = '\n';
	writer->pax_length += length;
}

static void add_number(struct writer *writer, const char *key, int64_t value)
{
	char number[24];
	const char *text = __zrt_decimal(value, number);

	add_record(writer, key, text, strlen(text));
}

static void add_time(struct writer *writer, const struct timespec *time)
{
	char text[40], number[24];
	int64_t seconds = time->tv_sec;
	long fraction = time->tv_nsec;
	char *to = text;

	if (seconds >= 0 && seconds <= MAX_SIZE && !fraction)
		return;
	/* -1.25 is 0.75 after -2. */
	if (seconds < 0 && fraction) {
		seconds++;
		fraction = 1000000000 - fraction;
		if (!seconds)
			*to++ = '-';
	}
	to = stpcpy(to, __zrt_decimal(seconds, number));
	if (fraction) {
		*to++ = '.';
		for (long unit = 100000000; unit; unit /= 10)
			*to++ = (char)('0' + fraction / unit % 10);
		while (to[-1] == '0')
			to--;
	}
	add_record(writer, "mtime", text, (size_t)(to - text));
}

static void put_header(
    struct writer *writer, const char header[BLOCK], char type)
{
	char block[BLOCK];
	unsigned sum = 0;

	memcpy(block, header, BLOCK);
	block[156] = type;
	memcpy(block + 257, "ustar\00000", 8);
	memset(block + 148, ' ', 8);
	for (int i = 0; i < BLOCK; i++)
		sum += (uint8_t)block[i];
	octal(block + 148, 7, sum);
	put(writer, block, BLOCK);
}

/* Put a path into name and prefix; false when it does not fit. */
static bool fit_path(char *header, const char *path, size_t length)
{
	const char *slash;

	if (length <= 100) {
		memcpy(header, path, length);
		return true;
	}
	if (length > 256)
		return false;
	/* The last slash that leaves a name of at most 100 bytes. */
	slash = memchr(path + length - 101, '/', 100);
	if (!slash || slash - path > 155 || slash == path)
		return false;
	memcpy(header + 345, path, (size_t)(slash - path));
	memcpy(header, slash + 1, length - (size_t)(slash - path) - 1);
	return true;
}

static void put_pax(struct writer *writer)
{
	char header[BLOCK] = {0};

	if (!writer->pax_length)
		return;
	strcpy(header, "././@PaxHeader");
	octal(header + 100, 8, 0644);
	octal(header + 108, 8, 0);
	octal(header + 116, 8, 0);
	octal(header + 124, 12, writer->pax_length);
	octal(header + 136, 12, 0);
	put_header(writer, header, 'x');
	put(writer, writer->pax, writer->pax_length);
	pad(writer);
	writer->pax_length = 0;
}

/* Everything about an entry but its data. size is what is stored. */
static void put_entry(struct writer *writer, struct zrt_node *node, char type,
    const char *link, int64_t size)
{
	char header[BLOCK] = {0};
	size_t length = strlen(writer->path);
	int64_t seconds = node->modified.tv_sec;

	if (!fit_path(header, writer->path, length)) {
		memcpy(header, writer->path, 100);
		add_record(writer, "path", writer->path, length);
	}
	if (strlen(link) > 100)
		add_record(writer, "linkpath", link, strlen(link));
	memcpy(header + 157, link, strnlen(link, 100));
	if (size > MAX_SIZE)
		add_number(writer, "size", size);
	if (node->owner > MAX_ID)
		add_number(writer, "uid", node->owner);
	if (node->group > MAX_ID)
		add_number(writer, "gid", node->group);
	add_time(writer, &node->modified);
	octal(header + 100, 8, node->mode & 07777);
	octal(header + 108, 8, node->owner > MAX_ID ? 0 : node->owner);
	octal(header + 116, 8, node->group > MAX_ID ? 0 : node->group);
	octal(header + 124, 12, size > MAX_SIZE ? 0 : (uint64_t)size);
	octal(header + 136, 12,
	    seconds < 0 || seconds > MAX_SIZE ? 0 : (uint64_t)seconds);
	if (type == '3' || type == '4') {
		octal(header + 329, 8, major(node->device));
		octal(header + 337, 8, minor(node->device));
	}
	put_pax(writer);
	put_header(writer, header, type);
}

static void put_data(
    struct writer *writer, struct zrt_node *node, off_t from, off_t to)
{
	uint8_t piece[PAGE];

	while (from < to) {
		size_t part = sizeof(piece);
		ssize_t done;

		if ((off_t)part > to - from)
			part = (size_t)(to - from);
		done = node->ops->read(node, piece, part, from);
		if (done <= 0)
			fail(writer, strerror(errno));
		put(writer, piece, (size_t)done);
		from += done;
	}
}

/* Calls the function for each stretch of data; gives the number of them. */
static size_t each_piece(struct writer *writer, struct zrt_node *node,
    void (*use)(struct writer *, struct zrt_node *, off_t, off_t))
{
	off_t size = node->regular.size, from = 0;
	size_t count = 0;

	while (from < size) {
		off_t start = __zrt_regular_data(node, from);
		off_t end;

		if (start < 0)
			break;
		end = __zrt_regular_hole(node, start);
		if (use)
			use(writer, node, start, end);
		count++;
		from = end;
	}
	return count;
}

static int64_t stored;

static void add_up(
    struct writer *writer, struct zrt_node *node, off_t from, off_t to)
{
	(void)writer, (void)node;
	stored += to - from;
}

static void add_line(struct writer *writer, int64_t number)
{
	char text[24];
	const char *digits = __zrt_decimal(number, text);

	writer->pax = grow(
	    writer, writer->pax, &writer->pax_size, writer->pax_length + 24);
	strcpy(writer->pax + writer->pax_length, digits);
	writer->pax_length += strlen(digits);
	writer->pax[writer->pax_length++] = '\n';
}

static void add_map(
    struct writer *writer, struct zrt_node *node, off_t from, off_t to)
{
	(void)node;
	add_line(writer, from);
	add_line(writer, to - from);
}

/* A file with holes: a map of its pieces, then the pieces (GNU's sparse
 * format 1.0). */
static void put_sparse(
    struct writer *writer, struct zrt_node *node, int64_t data)
{
	off_t size = node->regular.size;
	size_t pieces = each_piece(writer, node, NULL), length;
	char *map;

	/* The map is made where pax headers are, and taken away from there. */
	add_line(writer, (int64_t)pieces + 1);
	each_piece(writer, node, add_map);
	add_map(writer, node, size, size);
	length = writer->pax_length;
	map = writer->pax;
	writer->pax = NULL;
	writer->pax_length = writer->pax_size = 0;

	add_number(writer, "GNU.sparse.major", 1);
	add_number(writer, "GNU.sparse.minor", 0);
	add_record(
	    writer, "GNU.sparse.name", writer->path, strlen(writer->path));
	add_number(writer, "GNU.sparse.realsize", size);
	put_entry(writer, node, '0', "",
	    (int64_t)((length + BLOCK - 1) / BLOCK * BLOCK) + data);
	put(writer, map, length);
	pad(writer);
	free(map);
	each_piece(writer, node, put_data);
	pad(writer);
}

static void put_file(struct writer *writer, struct zrt_node *node)
{
	stored = 0;
	each_piece(writer, node, add_up);
	if (node->regular.size - stored >= PAGE) {
		put_sparse(writer, node, stored);
		return;
	}
	put_entry(writer, node, '0', "", node->regular.size);
	put_data(writer, node, 0, node->regular.size);
	pad(writer);
}

/* The name under which this file was written already, or null; then it is
 * this one. */
static const char *other_name(struct writer *writer, struct zrt_node *node)
{
	struct linked *larger;

	if (node->links < 2)
		return NULL;
	for (size_t i = 0; i < writer->linked_count; i++) {
		if (writer->linked[i].node == node)
			return writer->linked[i].path;
	}
	larger = reallocarray(
	    writer->linked, writer->linked_count + 1, sizeof(*larger));
	if (!larger)
		fail(writer, "no memory");
	writer->linked = larger;
	larger[writer->linked_count].node = node;
	larger[writer->linked_count].path = strdup(writer->path);
	if (!larger[writer->linked_count++].path)
		fail(writer, "no memory");
	return NULL;
}

static void put_leaf(struct writer *writer, struct zrt_node *node)
{
	const char *before;

	if (!__zrt_is_regular(node) && !S_ISLNK(node->mode) &&
	    !S_ISFIFO(node->mode) && !S_ISCHR(node->mode) &&
	    !S_ISBLK(node->mode))
		return;
	if (__zrt_is_channel(node) || node->ops->make || node->ops->follow)
		return;
	before = other_name(writer, node);
	if (before)
		put_entry(writer, node, '1', before, 0);
	else if (S_ISREG(node->mode))
		put_file(writer, node);
	else if (S_ISLNK(node->mode))
		put_entry(writer, node, '2', node->target, 0);
	else
		put_entry(writer, node,
		    S_ISFIFO(node->mode)  ? '6'
		    : S_ISCHR(node->mode) ? '3'
					  : '4',
		    "", 0);
}

/* Shell's sort: qsort is ten times its size, and this is in every program. */
static void sort(struct zrt_name **names, uint32_t count)
{
	uint32_t gap = 1;

	while (gap < count / 3)
		gap = 3 * gap + 1;
	for (; gap; gap /= 3) {
		for (uint32_t i = gap; i < count; i++) {
			struct zrt_name *name = names[i];
			uint32_t to = i;

			for (; to >= gap &&
			       strcmp(names[to - gap]->text, name->text) > 0;
			     to -= gap)
				names[to] = names[to - gap];
			names[to] = name;
		}
	}
}

static bool is_of_the_system(
    const struct zrt_node *directory, const struct zrt_name *name)
{
	return directory == __zrt_root && (strcmp(name->text, "dev") == 0 ||
					      strcmp(name->text, "proc") == 0);
}

/* length: of the directory's own path, which ends with a slash. */
static void put_directory(
    struct writer *writer, struct zrt_node *directory, size_t length)
{
	uint32_t count = directory->directory.count, i = 0;
	struct zrt_name **names = malloc((count + 1) * sizeof(*names));

	if (!names)
		fail(writer, "no memory");
	put_entry(writer, directory, '5', "", 0);
	for (struct zrt_name *name = directory->directory.first; name;
	     name = name->next)
		names[i++] = name;
	sort(names, count);
	for (i = 0; i < count; i++) {
		struct zrt_node *node = names[i]->node;
		size_t end = length + names[i]->length;

		if (is_of_the_system(directory, names[i]))
			continue;
		writer->path =
		    grow(writer, writer->path, &writer->path_size, end + 2);
		strcpy(writer->path + length, names[i]->text);
		if (S_ISDIR(node->mode)) {
			strcpy(writer->path + end, "/");
			put_directory(writer, node, end + 1);
		} else {
			put_leaf(writer, node);
		}
	}
	free(names);
}

void __zrt_archive_write(
    struct zrt_node *directory, int channel, const char *channel_name)
{
	struct writer writer = {
	    .channel = channel, .channel_name = channel_name};

	writer.buffer = malloc(BUFFER);
	if (!writer.buffer)
		fail(&writer, "no memory");
	writer.path = grow(&writer, NULL, &writer.path_size, 3);
	strcpy(writer.path, "./");
	put_directory(&writer, directory, 2);
	put(&writer, NULL, 2 * BLOCK);
	flush(&writer);
	for (size_t i = 0; i < writer.linked_count; i++)
		free(writer.linked[i].path);
	free(writer.linked);
	free(writer.pax);
	free(writer.path);
	free(writer.buffer);
}
