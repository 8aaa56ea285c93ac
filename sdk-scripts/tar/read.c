/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads entries of ustar, old, GNU and pax images, one header at a time, with
 * pread: data is never touched.
 */
#include "tar.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "header.h"

/* Names are at most PATH_MAX; what is far beyond is an attack on memory. */
#define EXTENSION_MAX (1 << 20)

/* What extension headers say about the entry behind them. */
struct extension {
	char *path, *link;
	int has_size, has_mtime, sparse;
	uint64_t size;
	int64_t mtime;
	uint32_t mtime_nanoseconds;
};

static int malformed(
    struct zvm_tar_reader *reader, uint64_t offset, const char *what)
{
	snprintf(reader->problem, sizeof(reader->problem), "offset %llu: %s",
	    (unsigned long long)offset, what);
	return -1;
}

int zvm_tar_open(struct zvm_tar_reader *reader, int fd)
{
	struct stat st;

	*reader = (struct zvm_tar_reader){.fd = fd};
	if (fstat(fd, &st) != 0) {
		snprintf(reader->problem, sizeof(reader->problem), "%s",
		    strerror(errno));
		return 0;
	}
	if (!S_ISREG(st.st_mode)) {
		snprintf(reader->problem, sizeof(reader->problem),
		    "not a regular file");
		return 0;
	}
	reader->size = (uint64_t)st.st_size;
	return 1;
}

static int read_at(
    struct zvm_tar_reader *reader, uint64_t offset, void *to, size_t size)
{
	char *at = to;

	while (size > 0) {
		ssize_t got = pread(reader->fd, at, size, (off_t)offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return malformed(reader, offset, strerror(errno));
		if (got == 0)
			return malformed(reader, offset, "the image ends here");
		at += got;
		offset += (uint64_t)got;
		size -= (size_t)got;
	}
	return 1;
}

/* Octal digits between blanks, or base 256 when the top bit is set. */
static int number(const char *field, size_t size, uint64_t *result)
{
	const unsigned char *p = (const unsigned char *)field;
	size_t i = 0;

	*result = 0;
	if (p[0] & 0x80) {
		if (p[0] & 0x40)
			return 0; /* negative */
		*result = p[0] & 0x3f;
		for (i = 1; i < size; i++) {
			if (*result >> 55 != 0)
				return 0;
			*result = *result << 8 | p[i];
		}
		return 1;
	}
	while (i < size && p[i] == ' ')
		i++;
	for (; i < size && p[i] >= '0' && p[i] <= '7'; i++) {
		if (*result >> 60 != 0)
			return 0;
		*result = *result << 3 | (p[i] - '0');
	}
	while (i < size && (p[i] == ' ' || p[i] == '\0'))
		i++;
	return i == size;
}

/* The sum of all bytes, the checksum's own field counted as blanks; some old
 * writers took the bytes as signed. */
static int checksum_matches(const struct tar_header *header)
{
	struct tar_header summed = *header;
	const unsigned char *bytes = (const unsigned char *)&summed;
	int64_t plain = 0, as_signed = 0;
	uint64_t wanted;

	memset(summed.checksum, ' ', sizeof(summed.checksum));
	for (size_t i = 0; i < sizeof(summed); i++) {
		plain += bytes[i];
		as_signed += (signed char)bytes[i];
	}
	return number(header->checksum, sizeof(header->checksum), &wanted) &&
	       ((int64_t)wanted == plain || (int64_t)wanted == as_signed);
}

static int set_text(char **to, const char *text, size_t size)
{
	if (memchr(text, '\0', size) != NULL)
		return 0;
	free(*to);
	*to = strndup(text, size);
	return *to != NULL;
}

static int decimal(const char *text, size_t size, uint64_t *result)
{
	*result = 0;
	for (size_t i = 0; i < size; i++) {
		unsigned digit = (unsigned char)text[i] - (unsigned)'0';

		if (digit > 9 || *result > ((uint64_t)INT64_MAX - digit) / 10)
			return 0;
		*result = *result * 10 + digit;
	}
	return size > 0;
}

/* Seconds with a fraction; below 1970 there is nothing a session could see. */
static void pax_time(struct extension *more, const char *text, size_t size)
{
	const char *point = memchr(text, '.', size);
	size_t whole = point != NULL ? (size_t)(point - text) : size;
	uint64_t seconds;
	uint32_t unit = 100000000;

	if (!decimal(text, whole, &seconds))
		return;
	more->has_mtime = 1;
	more->mtime = (int64_t)seconds;
	more->mtime_nanoseconds = 0;
	for (size_t i = whole + 1; i < size && unit > 0; i++, unit /= 10)
		if (text[i] >= '0' && text[i] <= '9')
			more->mtime_nanoseconds +=
			    unit * (uint32_t)(text[i] - '0');
}

static int pax_record(struct extension *more, const char *record, size_t size)
{
	const char *equals = memchr(record, '=', size);
	size_t key, length;

	if (equals == NULL)
		return 0;
	key = (size_t)(equals - record);
	length = size - key - 1;
#define KEY_IS(name) (key == strlen(name) && memcmp(record, name, key) == 0)
	if (KEY_IS("path"))
		return set_text(&more->path, equals + 1, length);
	if (KEY_IS("linkpath"))
		return set_text(&more->link, equals + 1, length);
	if (KEY_IS("size"))
		return more->has_size =
			   decimal(equals + 1, length, &more->size);
	if (KEY_IS("mtime"))
		pax_time(more, equals + 1, length);
	if (key > 11 && memcmp(record, "GNU.sparse.", 11) == 0)
		more->sparse = 1;
	if (KEY_IS("GNU.sparse.name"))
		return set_text(&more->path, equals + 1, length);
#undef KEY_IS
	return 1;
}

/* "LENGTH KEY=VALUE\n", where LENGTH counts the whole record. */
static int pax_records(struct extension *more, const char *text, size_t size)
{
	while (size > 0) {
		const char *blank = memchr(text, ' ', size < 20 ? size : 20);
		uint64_t length;
		size_t head;

		if (blank == NULL)
			return 0;
		head = (size_t)(blank - text);
		if (!decimal(text, head, &length) || length > size ||
		    length < head + 3 || text[length - 1] != '\n' ||
		    !pax_record(more, blank + 1, (size_t)length - head - 2))
			return 0;
		text += length;
		size -= (size_t)length;
	}
	return 1;
}

static int read_extension(struct zvm_tar_reader *reader, struct extension *more,
    char type, uint64_t offset, uint64_t size)
{
	char *text;
	int ok;

	if (size > EXTENSION_MAX)
		return malformed(
		    reader, offset, "an extension header above 1 MiB");
	text = malloc((size_t)size + 1);
	if (text == NULL)
		return malformed(reader, offset, strerror(ENOMEM));
	if (read_at(reader, offset, text, (size_t)size) < 0) {
		free(text);
		return -1;
	}
	text[size] = '\0';
	if (type == 'L')
		ok = set_text(&more->path, text, strlen(text));
	else if (type == 'K')
		ok = set_text(&more->link, text, strlen(text));
	else
		ok = pax_records(more, text, (size_t)size);
	free(text);
	return ok ? 1 : malformed(reader, offset, "a wrong extension header");
}

static char *header_path(const struct tar_header *header)
{
	int prefixed =
	    memcmp(header->magic, "ustar\0", 6) == 0 && header->prefix[0];
	size_t front =
	    prefixed ? strnlen(header->prefix, sizeof(header->prefix)) : 0;
	size_t name = strnlen(header->name, sizeof(header->name));
	char *path = malloc(front + name + 2);

	if (path == NULL)
		return NULL;
	memcpy(path, header->prefix, front);
	if (prefixed)
		path[front++] = '/';
	memcpy(path + front, header->name, name);
	path[front + name] = '\0';
	return path;
}

static int fill_entry(struct zvm_tar_reader *reader,
    struct zvm_tar_entry *entry, const struct tar_header *header,
    struct extension *more)
{
	uint64_t mode, mtime;

	*entry = (struct zvm_tar_entry){.type = header->type};
	if (!number(header->mode, sizeof(header->mode), &mode) ||
	    !number(header->uid, sizeof(header->uid), &entry->uid) ||
	    !number(header->gid, sizeof(header->gid), &entry->gid) ||
	    !number(header->mtime, sizeof(header->mtime), &mtime))
		return malformed(reader, reader->at, "a wrong number");
	entry->mode = (uint32_t)mode & 07777;
	entry->mtime = more->has_mtime ? more->mtime : (int64_t)mtime;
	entry->mtime_nanoseconds = more->mtime_nanoseconds;
	entry->sparse = more->sparse || header->type == 'S';
	entry->path = more->path != NULL ? more->path : header_path(header);
	entry->link = more->link != NULL
			  ? more->link
			  : strndup(header->link, sizeof(header->link));
	more->path = more->link = NULL;
	if (entry->path == NULL || entry->link == NULL) {
		zvm_tar_entry_free(entry);
		return malformed(reader, reader->at, strerror(ENOMEM));
	}
	if (entry->type == '\0' || entry->type == '7' || entry->type == 'S')
		entry->type = ZVM_TAR_FILE;
	/* Old writers mark a directory by its last character only. */
	if (entry->type == ZVM_TAR_FILE && entry->path[0] != '\0' &&
	    entry->path[strlen(entry->path) - 1] == '/')
		entry->type = ZVM_TAR_DIRECTORY;
	return 1;
}

static int has_data(char type)
{
	return type < ZVM_TAR_HARD_LINK || type > ZVM_TAR_FIFO;
}

/* One header; 2 when it only says something about the next. */
static int read_header(struct zvm_tar_reader *reader,
    struct zvm_tar_entry *entry, struct extension *more)
{
	static const struct tar_header zeros;
	struct tar_header header;
	uint64_t data = reader->at + sizeof(header), size;
	int result;

	if (reader->at == reader->size)
		return 0;
	if (read_at(reader, reader->at, &header, sizeof(header)) < 0)
		return -1;
	if (memcmp(&header, &zeros, sizeof(header)) == 0)
		return 0;
	if (!checksum_matches(&header))
		return malformed(
		    reader, reader->at, "no tar header (wrong checksum)");
	if (!number(header.size, sizeof(header.size), &size))
		return malformed(reader, reader->at, "a wrong size");
	if (strchr("xgLK", header.type) != NULL && header.type != '\0') {
		struct extension ignored = {0};

		result =
		    read_extension(reader, header.type == 'g' ? &ignored : more,
			header.type, data, size);
		free(ignored.path);
		free(ignored.link);
		if (result < 0)
			return -1;
		result = 2;
	} else {
		if (more->has_size)
			size = more->size;
		if (!has_data(header.type))
			size = 0;
		result = fill_entry(reader, entry, &header, more);
		if (result < 0)
			return -1;
		entry->size = size;
		entry->offset = data;
	}
	if (size > reader->size - data) {
		if (result == 1)
			zvm_tar_entry_free(entry);
		return malformed(
		    reader, reader->at, "the entry is longer than the image");
	}
	reader->at =
	    data + (size + ZVM_TAR_BLOCK - 1) / ZVM_TAR_BLOCK * ZVM_TAR_BLOCK;
	if (reader->at > reader->size) /* no padding behind the last one */
		reader->at = reader->size;
	return result;
}

int zvm_tar_next(struct zvm_tar_reader *reader, struct zvm_tar_entry *entry)
{
	struct extension more = {0};
	int result;

	do
		result = read_header(reader, entry, &more);
	while (result == 2);
	free(more.path);
	free(more.link);
	return result;
}

void zvm_tar_entry_free(struct zvm_tar_entry *entry)
{
	free(entry->path);
	free(entry->link);
	entry->path = entry->link = NULL;
}
