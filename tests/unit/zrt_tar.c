/* SPDX-License-Identifier: Apache-2.0
 *
 * The guest's tar reader on the host: entries of every kind, each way in
 * which an archive can be wrong with its message and offset, and mutated
 * archives, which never do harm (the sanitizers watch).
 */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "internal/tar.h"

#define BLOCK 512

static uint8_t archive[65536];
static size_t used;

/* Exactly as large as the archive: the sanitizer sees what is beyond. */
static uint8_t *exact;

static const uint8_t *at(void *context, int64_t offset, uint32_t size)
{
	size_t total = *(const size_t *)context;

	if (offset < 0 || offset > (int64_t)total ||
	    size > total - (size_t)offset)
		abort();
	return exact + offset;
}

static struct zrt_tar *reader_of(size_t *size)
{
	struct zrt_tar_source source = {
	    .at = at, .context = size, .size = (int64_t)*size};

	free(exact);
	exact = malloc(*size ? *size : 1);
	memcpy(exact, archive, *size);
	return __zrt_tar_open(&source);
}

static void checksum(uint8_t *header)
{
	unsigned sum = 0;

	memset(header + 148, ' ', 8);
	for (int i = 0; i < BLOCK; i++)
		sum += header[i];
	snprintf((char *)header + 148, 8, "%06o", sum);
}

static uint8_t *header(char type, const char *name, size_t size)
{
	uint8_t *block = archive + used;

	memset(block, 0, BLOCK);
	snprintf((char *)block, 100, "%s", name);
	strcpy((char *)block + 100, "0000644");
	strcpy((char *)block + 108, "0001750");
	strcpy((char *)block + 116, "0000144");
	snprintf((char *)block + 124, 12, "%011o", (unsigned)size);
	strcpy((char *)block + 136, "00000000012");
	block[156] = (uint8_t)type;
	memcpy(block + 257, "ustar\00000", 8);
	checksum(block);
	used += BLOCK;
	return block;
}

static void data(const void *bytes, size_t size)
{
	memset(archive + used, 0, (size + BLOCK - 1) / BLOCK * BLOCK);
	memcpy(archive + used, bytes, size);
	used += (size + BLOCK - 1) / BLOCK * BLOCK;
}

static void text_entry(char type, const char *name, const char *text)
{
	header(type, name, strlen(text));
	data(text, strlen(text));
}

static void end(void)
{
	memset(archive + used, 0, 2 * BLOCK);
	used += 2 * BLOCK;
}

static void ordinary_entries(void)
{
	struct zrt_tar_entry entry;
	struct zrt_tar *tar;
	uint8_t *block;

	used = 0;
	header('5', "d/", 0);
	text_entry('0', "d/file", "hello");
	block = header('2', "soft", 0);
	strcpy((char *)block + 157, "d/file");
	checksum(block);
	block = header('1', "hard", 77); /* old tars: a size, but no data */
	strcpy((char *)block + 157, "d/file");
	checksum(block);
	block = header('3', "null", 0);
	strcpy((char *)block + 329, "0000001");
	strcpy((char *)block + 337, "0000003");
	checksum(block);
	header('6', "fifo", 0);
	block = header('0', "name", 0);
	strcpy((char *)block + 345, "prefix");
	checksum(block);
	header('\0', "v7-directory/", 0);
	text_entry('7', "contiguous", "x");
	end();

	tar = reader_of(&used);
	tap_ok(__zrt_tar_next(tar, &entry) == 1 &&
		   entry.kind == ZRT_TAR_DIRECTORY &&
		   strcmp(entry.path, "d/") == 0 && entry.mode == 0644 &&
		   entry.owner == 01750 && entry.group == 0144 &&
		   entry.modified.seconds == 012,
	    "a directory and its attributes");
	tap_ok(__zrt_tar_next(tar, &entry) == 1 && entry.kind == ZRT_TAR_FILE &&
		   entry.size == 5 &&
		   memcmp(exact + entry.data, "hello", 5) == 0,
	    "a file and its data");
	tap_ok(__zrt_tar_next(tar, &entry) == 1 &&
		   entry.kind == ZRT_TAR_SYMLINK &&
		   strcmp(entry.link, "d/file") == 0,
	    "a symbolic link");
	tap_ok(__zrt_tar_next(tar, &entry) == 1 &&
		   entry.kind == ZRT_TAR_HARD_LINK && entry.size == 0,
	    "a hard link has no data, whatever its size says");
	tap_ok(__zrt_tar_next(tar, &entry) == 1 &&
		   entry.kind == ZRT_TAR_CHARACTER && entry.major == 1 &&
		   entry.minor == 3,
	    "a device");
	tap_ok(__zrt_tar_next(tar, &entry) == 1 && entry.kind == ZRT_TAR_FIFO,
	    "a FIFO");
	tap_ok(__zrt_tar_next(tar, &entry) == 1 &&
		   strcmp(entry.path, "prefix/name") == 0,
	    "prefix and name");
	tap_ok(
	    __zrt_tar_next(tar, &entry) == 1 && entry.kind == ZRT_TAR_DIRECTORY,
	    "a slash makes a directory of a V7 entry");
	tap_ok(__zrt_tar_next(tar, &entry) == 1 && entry.kind == ZRT_TAR_FILE,
	    "an unknown type is a file");
	tap_ok(__zrt_tar_next(tar, &entry) == 0, "the end");
	tap_ok(__zrt_tar_next(tar, &entry) == 0, "and it stays the end");
	__zrt_tar_close(tar);
}

static void extensions(void)
{
	struct zrt_tar_entry entry;
	struct zrt_tar *tar;
	uint8_t *block;

	used = 0;
	text_entry('g', "global", "12 uid=1234\n22 mtime=1000000000.5\n");
	text_entry(
	    'x', "pax", "14 path=a=b/c\n17 gid=123456789\n15 mtime=-1.25\n");
	text_entry('0', "short", "12345");
	text_entry('0', "next", "1");
	text_entry('L', "././@LongLink", "gnu-long-name");
	text_entry('K', "././@LongLink", "gnu-long-link");
	header('2', "short", 0);
	block = header('0', "big", 0);
	memcpy(block + 124, "\x80\0\0\0\0\0\0\0\0\0\0\3", 12);
	memcpy(block + 136, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe",
	    12);
	checksum(block);
	data("abc", 3);
	end();

	tar = reader_of(&used);
	tap_ok(__zrt_tar_next(tar, &entry) == 1 &&
		   strcmp(entry.path, "a=b/c") == 0,
	    "a pax path");
	tap_equal(entry.owner, 1234, "a global owner");
	tap_equal(entry.group, 123456789, "a pax group");
	tap_ok(entry.modified.seconds == -2 &&
		   entry.modified.nanoseconds == 750000000,
	    "a negative time with a fraction");
	tap_ok(__zrt_tar_next(tar, &entry) == 1 &&
		   strcmp(entry.path, "next") == 0 && entry.group == 0144 &&
		   entry.modified.seconds == 1000000000 &&
		   entry.modified.nanoseconds == 500000000,
	    "local records end with their entry, global ones stay");
	tap_ok(__zrt_tar_next(tar, &entry) == 1 &&
		   strcmp(entry.path, "gnu-long-name") == 0 &&
		   strcmp(entry.link, "gnu-long-link") == 0,
	    "GNU's long names");
	tap_ok(__zrt_tar_next(tar, &entry) == 1 && entry.size == 3,
	    "a size in base 256");
	tap_equal(__zrt_tar_next(tar, &entry), 0, "the end");
	__zrt_tar_close(tar);
}

/* Four forms of the same file: 10 bytes, "ab" at 2 and "cd" at 6. */
static void sparse_form(int form)
{
	uint8_t *block;

	used = 0;
	switch (form) {
	case 0:
		block = header('S', "sparse", 4);
		strcpy((char *)block + 386, "00000000002");
		strcpy((char *)block + 398, "00000000002");
		strcpy((char *)block + 410, "00000000006");
		strcpy((char *)block + 422, "00000000002");
		strcpy((char *)block + 483, "00000000012");
		checksum(block);
		data("abcd", 4);
		break;
	case 1:
		text_entry('x', "p",
		    "22 GNU.sparse.size=10\n26 GNU.sparse.numblocks=2\n"
		    "23 GNU.sparse.offset=2\n25 GNU.sparse.numbytes=2\n"
		    "23 GNU.sparse.offset=6\n25 GNU.sparse.numbytes=2\n");
		text_entry('0', "sparse", "abcd");
		break;
	case 2:
		text_entry('x', "p",
		    "22 GNU.sparse.size=10\n26 GNU.sparse.name=sparse\n"
		    "26 GNU.sparse.map=2,2,6,2\n");
		text_entry('0', "other", "abcd");
		break;
	default:
		text_entry('x', "p",
		    "22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
		    "26 GNU.sparse.name=sparse\n26 GNU.sparse.realsize=10\n");
		header('0', "other", BLOCK + 4);
		data("2\n2\n2\n6\n2\n", 10);
		data("abcd", 4);
	}
	end();
}

static void sparse_files(void)
{
	static const char *const names[] = {
	    "old GNU", "pax 0.0", "pax 0.1", "pax 1.0"};

	for (int form = 0; form < 4; form++) {
		struct zrt_tar_entry entry;
		struct zrt_tar *tar;
		int result;

		sparse_form(form);
		tar = reader_of(&used);
		result = __zrt_tar_next(tar, &entry);
		if (!tap_ok(result == 1 && entry.sparse && entry.size == 10 &&
				strcmp(entry.path, "sparse") == 0 &&
				entry.piece_count == 2 &&
				entry.pieces[0].start == 2 &&
				entry.pieces[1].start == 6 &&
				entry.pieces[1].size == 2 &&
				memcmp(exact + entry.pieces[1].offset, "cd",
				    2) == 0,
			"sparse, %s", names[form])) {
			int64_t offset = 0;

			printf("# %d %s\n", result,
			    result < 0 ? __zrt_tar_error(tar, &offset) : "");
		}
		tap_equal(__zrt_tar_next(tar, &entry), 0, "then the end");
		__zrt_tar_close(tar);
	}
}

static void wrong(const char *what, const char *message, int64_t where)
{
	struct zrt_tar *tar = reader_of(&used);
	struct zrt_tar_entry entry;
	const char *got = "no error";
	int64_t offset = -1;
	int result;

	while ((result = __zrt_tar_next(tar, &entry)) > 0)
		;
	if (result < 0)
		got = __zrt_tar_error(tar, &offset);
	if (!tap_ok(strstr(got, message) && offset == where, "%s", what))
		printf("# got \"%s\" at %lld, expected \"%s\" at %lld\n", got,
		    (long long)offset, message, (long long)where);
	__zrt_tar_close(tar);
}

static void malformed(void)
{
	uint8_t *block;

	used = 0;
	text_entry('0', "file", "x");
	used = 2 * BLOCK + 100;
	memset(archive + 2 * BLOCK, 'x', 100);
	wrong("half a header", "ends too early", 2 * BLOCK);
	used = 0;
	text_entry('0', "a", "");
	block = header('0', "b", 0);
	block[0] ^= 1;
	wrong("a wrong checksum", "checksum", BLOCK);
	used = 0;
	block = header('0', "b", 0);
	memcpy(block + 124, "zzz", 3);
	checksum(block);
	wrong("a size of letters", "bad size", 0);
	used = 0;
	block = header('0', "b", 0);
	memset(block + 124, 0xff, 12);
	checksum(block);
	wrong("a negative size", "bad size", 0);
	used = 0;
	block = header('0', "b", 0);
	memcpy(block + 124, "\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff", 12);
	checksum(block);
	wrong("an enormous size", "ends inside this file", 0);
	used = 0;
	header('0', "b", 4000);
	wrong("data that is not there", "ends inside this file", 0);
	used = 0;
	block = header('0', "b", 0);
	memcpy(block + 108, "abc", 3);
	checksum(block);
	wrong("an owner of letters", "bad number", 0);
	used = 0;
	text_entry('x', "p", "9 path=\n");
	header('0', "b", 0);
	wrong("a record with a wrong length", "bad record", BLOCK);
	used = 0;
	text_entry('x', "p", "8 pathx\n");
	header('0', "b", 0);
	wrong("a record without =", "without =", BLOCK);
	used = 0;
	text_entry('x', "p", "9 size=x\n");
	header('0', "b", 0);
	wrong("a pax size of letters", "bad size", BLOCK);
	used = 0;
	text_entry('x', "p", "20 mtime=yesterday!\n");
	header('0', "b", 0);
	wrong("a pax time of letters", "bad time", BLOCK);
	used = 0;
	header('x', "p", 11);
	data("11 path=a\0\n", 11);
	header('0', "b", 0);
	wrong("a NUL byte in a path", "NUL", BLOCK);
	used = 0;
	text_entry('x', "p", "10 path=a\n");
	end();
	wrong("an extension of nothing", "after an extension", 0);
	used = 0;
	header('M', "b", 0);
	wrong("a part of an archive", "larger archive", 0);
	used = 0;
	text_entry('x', "p", "26 GNU.sparse.map=6,2,2,2\n");
	text_entry('0', "b", "abcd");
	wrong("sparse pieces that go back", "out of order", BLOCK);
	used = 0;
	text_entry(
	    'x', "p", "23 GNU.sparse.size=100\n26 GNU.sparse.map=6,2,9,5\n");
	text_entry('0', "b", "abcd");
	wrong("sparse pieces of more than there is", "beyond the data",
	    2 * BLOCK);
	used = 0;
	text_entry(
	    'x', "p", "22 GNU.sparse.major=1\n25 GNU.sparse.realsize=4\n");
	text_entry('0', "b", "1\n0\nx\n");
	wrong("a sparse map of letters", "bad sparse map", 3 * BLOCK + 4);
	used = 0;
	text_entry(
	    'x', "p", "22 GNU.sparse.major=1\n25 GNU.sparse.realsize=4\n");
	text_entry('0', "b", "1\n0\n");
	wrong("a sparse map without end", "bad sparse map", 3 * BLOCK + 4);
}

/* Reads everything, data included, so that a wrong place is seen. */
static unsigned read_all(size_t size)
{
	struct zrt_tar *tar = reader_of(&size);
	struct zrt_tar_entry entry;
	unsigned sum = 0, entries = 0;

	while (__zrt_tar_next(tar, &entry) > 0) {
		sum += (unsigned)strlen(entry.path) + strlen(entry.link);
		if (entry.kind == ZRT_TAR_FILE && !entry.sparse) {
			for (int64_t i = 0; i < entry.size; i++)
				sum += exact[entry.data + i];
		}
		for (uint32_t i = 0; i < entry.piece_count; i++) {
			for (int64_t j = 0; j < entry.pieces[i].size; j++)
				sum += exact[entry.pieces[i].offset + j];
		}
		if (++entries > 10000)
			abort(); /* an archive of 64 KiB has fewer */
	}
	__zrt_tar_close(tar);
	return sum;
}

static void mutations(void)
{
	static uint8_t original[sizeof(archive)];
	uint64_t state = 88172645463325252u;
	unsigned sum = 0;

	for (int form = 0; form < 4; form++) {
		size_t size;

		sparse_form(form);
		used -= 2 * BLOCK;
		text_entry('L', "././@LongLink", "gnu-long-name");
		text_entry('x', "p", "14 path=a=b/c\n15 mtime=-1.25\n");
		text_entry('0', "file", "content");
		end();
		size = used;
		memcpy(original, archive, size);
		for (int i = 0; i < 20000; i++) {
			unsigned block;

			memcpy(archive, original, size);
			for (int n = i % 5; n >= 0; n--) {
				state ^= state << 13;
				state ^= state >> 7;
				state ^= state << 17;
				archive[state % size] = (uint8_t)(state >> 40);
			}
			/* Mostly with checksums that fit. */
			for (block = 0; i % 8 && block < size / BLOCK;
			     block++) {
				if (original[block * BLOCK + 257] == 'u')
					checksum(archive + block * BLOCK);
			}
			sum += read_all(i % 16 ? size : state % size);
		}
	}
	tap_ok(sum != 0, "80,000 mutated archives do no harm");
}

/* Every byte that can be high is, and the sum is that of old writers. */
static void signed_checksums(void)
{
	struct zrt_tar_entry entry;
	struct zrt_tar *tar;
	uint8_t *block;
	int sum = 0;

	used = 0;
	block = header('0', "", 0);
	memset(block, 0xff, 100);
	memset(block + 265, 0xe9, 32);
	memset(block + 148, ' ', 8);
	for (int i = 0; i < BLOCK; i++)
		sum += (int8_t)block[i];
	snprintf((char *)block + 148, 8, "%06o", (unsigned)sum);
	end();
	tar = reader_of(&used);
	tap_ok(sum > 0 && __zrt_tar_next(tar, &entry) == 1 &&
		   strlen(entry.path) == 100,
	    "a sum of signed bytes is one");
	__zrt_tar_close(tar);
	snprintf((char *)block + 148, 8, "%06o", (unsigned)sum + 256);
	tar = reader_of(&used);
	tap_ok(__zrt_tar_next(tar, &entry) < 0, "and nothing between the two");
	__zrt_tar_close(tar);
}

int main(void)
{
	ordinary_entries();
	signed_checksums();
	extensions();
	sparse_files();
	malformed();
	mutations();
	free(exact);
	return tap_done();
}
