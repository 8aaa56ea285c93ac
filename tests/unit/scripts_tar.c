/* SPDX-License-Identifier: Apache-2.0
 *
 * Tar images on the host: what is written is read back, GNU tar's formats are
 * read, lookups follow links, and no mutation of an image does harm.
 */
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sdk-scripts/tar/tree.h"

static int image(void)
{
	int fd = memfd_create("image", MFD_CLOEXEC);

	if (fd < 0)
		abort();
	return fd;
}

static FILE *writer(int fd)
{
	FILE *out = fdopen(dup(fd), "w");

	if (out == NULL)
		abort();
	return out;
}

static void put(
    FILE *out, char type, const char *path, const char *link, const char *data)
{
	const struct zvm_tar_entry entry = {
	    .type = type,
	    .path = (char *)path,
	    .link = (char *)link,
	    .mode = 0751,
	    .size = strlen(data),
	};

	zvm_tar_write_header(out, &entry);
	fputs(data, out);
	for (size_t size = strlen(data); size % ZVM_TAR_BLOCK != 0; size++)
		fputc('\0', out);
}

/* Name lengths around what ustar can hold, with slashes in every place. */
static void names_come_back(void)
{
	char path[700], link[700];
	int wrong = 0;

	for (int length = 1; length < 600; length += length < 300 ? 1 : 97) {
		for (int slash = 0; slash < length - 1; slash += 37) {
			struct zvm_tar_reader reader;
			struct zvm_tar_entry entry;
			int fd = image();
			FILE *out = writer(fd);

			memset(path, 'p', (size_t)length);
			path[length] = '\0';
			memcpy(link, path, (size_t)length + 1);
			if (slash > 0)
				path[slash] = '/';
			put(out, ZVM_TAR_SYMLINK, path, link, "");
			zvm_tar_write_end(out);
			fclose(out);
			zvm_tar_open(&reader, fd);
			wrong += zvm_tar_next(&reader, &entry) != 1 ||
				 strcmp(entry.path, path) != 0 ||
				 strcmp(entry.link, link) != 0 ||
				 entry.mode != 0751;
			zvm_tar_entry_free(&entry);
			wrong += zvm_tar_next(&reader, &entry) != 0;
			close(fd);
		}
	}
	tap_equal(wrong, 0, "names of every length come back");
}

static void numbers_come_back(void)
{
	static const struct zvm_tar_entry wanted[] = {
	    {.size = 1ULL << 40, .uid = 0},
	    {.size = 077777777777, .uid = 07777777, .gid = 010000000},
	    {.size = 0, .mtime = 1, .mtime_nanoseconds = 250000000},
	    {.size = 0, .mtime = 1LL << 40, .uid = 1ULL << 31},
	};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		struct zvm_tar_entry entry = wanted[i], got;
		struct zvm_tar_reader reader;
		int fd = image();
		FILE *out = writer(fd);

		entry.type = ZVM_TAR_FILE;
		entry.path = (char *)"f";
		entry.link = (char *)"";
		zvm_tar_write_header(out, &entry);
		fclose(out);
		/* A hole: the data need not be there to be measured. */
		if (ftruncate(fd, (off_t)(wanted[i].size + 4096)) != 0)
			abort();
		zvm_tar_open(&reader, fd);
		tap_ok(zvm_tar_next(&reader, &got) == 1 &&
			   got.size == entry.size && got.mtime == entry.mtime &&
			   got.mtime_nanoseconds == entry.mtime_nanoseconds,
		    "size and time %zu come back", i);
		zvm_tar_entry_free(&got);
		close(fd);
	}
}

static void make_tree(int fd, int variant)
{
	FILE *out = writer(fd);

	put(out, ZVM_TAR_DIRECTORY, "bin/", "", "");
	put(out, ZVM_TAR_FILE, "./bin/python3.11", "",
	    variant ? "new" : "old!");
	put(out, ZVM_TAR_SYMLINK, "bin/python3", "python3.11", "");
	put(out, ZVM_TAR_HARD_LINK, "bin/hard", "bin/python3.11", "");
	put(out, ZVM_TAR_SYMLINK, "usr/bin", "../bin", "");
	put(out, ZVM_TAR_SYMLINK, "opt/py", "/usr/bin/python3", "");
	put(out, ZVM_TAR_SYMLINK, "loop", "loop", "");
	put(out, ZVM_TAR_SYMLINK, "a", "b/", "");
	put(out, ZVM_TAR_SYMLINK, "b", "a", "");
	put(out, ZVM_TAR_HARD_LINK, "ring", "ring", "");
	put(out, ZVM_TAR_FILE, "../escape", "", "x");
	put(out, ZVM_TAR_FILE, "bin/twice", "", "1");
	put(out, ZVM_TAR_FILE, "bin/twice", "", "22");
	zvm_tar_write_end(out);
	fclose(out);
}

static long long size_of(struct zvm_tree *tree, const char *path)
{
	const struct zvm_tree_file *file = zvm_tree_find(tree, path);

	return file != NULL ? (long long)file->size : -1;
}

static void lookups_follow_links(void)
{
	struct zvm_tree *tree = zvm_tree_new();
	struct zvm_tar_reader reader;
	int fd = image(), above = image();

	make_tree(fd, 0);
	tap_ok(zvm_tree_add(tree, fd, "/", &reader), "an image is indexed");
	tap_equal(size_of(tree, "/bin/python3.11"), 4, "a plain path");
	tap_equal(size_of(tree, "//bin/./python3"), 4, "a symbolic link");
	tap_equal(size_of(tree, "/bin/hard"), 4, "a hard link");
	tap_equal(size_of(tree, "/usr/bin/python3"), 4, "through a directory");
	tap_equal(size_of(tree, "/opt/py"), 4, "an absolute link, links on it");
	tap_equal(size_of(tree, "/bin/twice"), 2, "the later entry counts");
	tap_equal(size_of(tree, "/loop"), -1, "a link to itself");
	tap_equal(size_of(tree, "/a/x"), -1, "two links in a ring");
	tap_equal(size_of(tree, "/ring"), -1, "a hard link to itself");
	tap_equal(size_of(tree, "/escape"), -1, "a name with ..");
	tap_equal(size_of(tree, "/nothing"), -1, "nothing");
	tap_equal(size_of(tree, "/"), -1, "the root is no entry");
	make_tree(above, 1);
	tap_ok(zvm_tree_add(tree, above, "/", &reader), "a second image");
	tap_equal(size_of(tree, "/opt/py"), 3, "a later image lies on top");
	tap_ok(zvm_tree_add(tree, above, "/mnt/", &reader), "and elsewhere");
	tap_equal(size_of(tree, "/mnt/bin/hard"), 3, "below its directory");
	zvm_tree_free(tree);
	close(fd);
	close(above);
}

/* A 64-bit generator with known numbers: the same mutations in every run. */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* The sum is made right again in most cases, or nothing behind it is seen. */
static void mend_checksums(unsigned char *bytes, size_t size)
{
	for (size_t at = 0; at + 512 <= size; at += 512) {
		unsigned char *block = bytes + at;
		unsigned sum = 8 * ' ';

		if (memcmp(block + 257, "ustar", 5) != 0)
			continue;
		for (int i = 0; i < 512; i++)
			if (i < 148 || i >= 156)
				sum += block[i];
		snprintf((char *)block + 148, 8, "%06o", sum & 0777777);
	}
}

static void mutations_do_no_harm(void)
{
	uint64_t state = 0x2545f4914f6cdd1d;
	static unsigned char plain[32768], bytes[32768];
	int fd = image(), read_to_the_end = 0, refused = 0;
	ssize_t size;

	make_tree(fd, 0);
	size = pread(fd, plain, sizeof(plain), 0);
	for (int round = 0; round < 10000; round++) {
		struct zvm_tree *tree = zvm_tree_new();
		struct zvm_tar_reader reader;
		size_t length = (size_t)size;

		memcpy(bytes, plain, length);
		for (uint64_t i = next_random(&state) % 6 + 1; i > 0; i--) {
			uint64_t at = next_random(&state) % length;

			bytes[at] = (unsigned char)next_random(&state);
			if (next_random(&state) % 4 == 0)
				bytes[at / 512 * 512 + 156] =
				    "xgLK0125"[next_random(&state) % 8];
		}
		if (next_random(&state) % 8 != 0)
			mend_checksums(bytes, length);
		if (next_random(&state) % 8 == 0)
			length = next_random(&state) % length;
		if (ftruncate(fd, 0) != 0 ||
		    pwrite(fd, bytes, length, 0) != (ssize_t)length)
			abort();
		if (zvm_tree_add(tree, fd, "/", &reader)) {
			read_to_the_end++;
			size_of(tree, "/opt/py");
			size_of(tree, "/bin/hard");
		} else if (reader.problem[0] != '\0') {
			refused++;
		}
		zvm_tree_free(tree);
	}
	tap_equal(read_to_the_end + refused, 10000,
	    "every mutated image is read or refused with a reason");
	tap_ok(refused > 1000, "%d were refused", refused);
	tap_ok(read_to_the_end > 1000, "%d were read", read_to_the_end);
	close(fd);
}

int main(void)
{
	names_come_back();
	numbers_come_back();
	lookups_follow_links();
	mutations_do_no_harm();
	return tap_done();
}
