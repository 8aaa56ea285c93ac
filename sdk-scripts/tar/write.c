/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes headers. The bytes are a function of the entry alone.
 */
#include "tar.h"

#include <stdlib.h>
#include <string.h>

#include "header.h"

static void octal(char *field, size_t size, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%0*llo", (int)size - 1,
	    (unsigned long long)value);
	memcpy(field, text, size); /* the NUL as well */
}

static int fits(uint64_t value, size_t field)
{
	return value >> (3 * (field - 1)) == 0;
}

/* ustar can hold a longer name in two parts, cut at a slash. */
static int set_name(struct tar_header *header, const char *path)
{
	size_t size = strlen(path), at;

	if (size <= sizeof(header->name)) {
		memcpy(header->name, path, size);
		return 1;
	}
	for (at = size - sizeof(header->name) - 1;
	     at < size - 1 && at <= sizeof(header->prefix); at++) {
		if (path[at] != '/' || at == 0)
			continue;
		memcpy(header->prefix, path, at);
		memcpy(header->name, path + at + 1, size - at - 1);
		return 1;
	}
	memcpy(header->name, path, sizeof(header->name));
	return 0;
}

static void set_rest(struct tar_header *header, char type, uint64_t size)
{
	const unsigned char *bytes = (const unsigned char *)header;
	unsigned sum = 0;

	header->type = type;
	octal(header->size, sizeof(header->size),
	    fits(size, sizeof(header->size)) ? size : 0);
	memcpy(header->magic, "ustar", 6);
	memcpy(header->version, "00", 2);
	octal(header->major, sizeof(header->major), 0);
	octal(header->minor, sizeof(header->minor), 0);
	memset(header->checksum, ' ', sizeof(header->checksum));
	for (size_t i = 0; i < sizeof(*header); i++)
		sum += bytes[i];
	snprintf(header->checksum, sizeof(header->checksum), "%06o", sum);
}

/* The length counts its own digits. */
static void pax_record(FILE *to, const char *key, const char *value)
{
	size_t rest = strlen(key) + strlen(value) + 3;
	size_t length = rest + 1;

	while (length != rest + (size_t)snprintf(NULL, 0, "%zu", length))
		length = rest + (size_t)snprintf(NULL, 0, "%zu", length);
	fprintf(to, "%zu %s=%s\n", length, key, value);
}

static void pax_number(FILE *to, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)value);
	pax_record(to, key, text);
}

static void pad(FILE *out, uint64_t size)
{
	for (; size % ZVM_TAR_BLOCK != 0; size++)
		fputc('\0', out);
}

static void write_pax(FILE *out, const char *text, size_t size)
{
	struct tar_header header = {0};

	memcpy(header.name, "pax", 3);
	octal(header.mode, sizeof(header.mode), 0644);
	octal(header.uid, sizeof(header.uid), 0);
	octal(header.gid, sizeof(header.gid), 0);
	octal(header.mtime, sizeof(header.mtime), 0);
	set_rest(&header, 'x', size);
	fwrite(&header, sizeof(header), 1, out);
	fwrite(text, 1, size, out);
	pad(out, size);
}

static void pax_time(FILE *to, const struct zvm_tar_entry *entry)
{
	char text[40];

	int64_t seconds = entry->mtime;
	uint32_t part = entry->mtime_nanoseconds;
	int negative = seconds < 0;

	if (negative && part != 0) { /* -1 s and 0.25 s are -0.75 s */
		seconds++;
		part = 1000000000 - part;
	}
	snprintf(text, sizeof(text), "%s%lld.%09u", negative ? "-" : "",
	    (long long)(negative ? -seconds : seconds), (unsigned)part);
	pax_record(to, "mtime", text);
}

void zvm_tar_write_header(FILE *out, const struct zvm_tar_entry *entry)
{
	struct tar_header header = {0};
	size_t link = strlen(entry->link), more_size = 0;
	char *more_text = NULL;
	FILE *more = open_memstream(&more_text, &more_size);
	uint64_t mtime = entry->mtime < 0 ? 0 : (uint64_t)entry->mtime;

	if (more == NULL)
		abort(); /* out of memory at a handful of bytes */
	if (!set_name(&header, entry->path))
		pax_record(more, "path", entry->path);
	if (link > sizeof(header.link))
		pax_record(more, "linkpath", entry->link);
	memcpy(header.link, entry->link,
	    link < sizeof(header.link) ? link : sizeof(header.link));
	if (!fits(entry->size, sizeof(header.size)))
		pax_number(more, "size", entry->size);
	if (!fits(entry->uid, sizeof(header.uid)))
		pax_number(more, "uid", entry->uid);
	if (!fits(entry->gid, sizeof(header.gid)))
		pax_number(more, "gid", entry->gid);
	if (!fits(mtime, sizeof(header.mtime)) ||
	    entry->mtime_nanoseconds != 0 || entry->mtime < 0)
		pax_time(more, entry);
	octal(header.mode, sizeof(header.mode), entry->mode);
	octal(header.uid, sizeof(header.uid),
	    fits(entry->uid, sizeof(header.uid)) ? entry->uid : 0);
	octal(header.gid, sizeof(header.gid),
	    fits(entry->gid, sizeof(header.gid)) ? entry->gid : 0);
	octal(header.mtime, sizeof(header.mtime),
	    fits(mtime, sizeof(header.mtime)) ? mtime : 0);
	fclose(more);
	if (more_size > 0)
		write_pax(out, more_text, more_size);
	free(more_text);
	set_rest(&header, entry->type, entry->size);
	fwrite(&header, sizeof(header), 1, out);
}

void zvm_tar_write_end(FILE *out)
{
	static const char zeros[2 * ZVM_TAR_BLOCK];

	fwrite(zeros, 1, sizeof(zeros), out);
}
