/* SPDX-License-Identifier: Apache-2.0
 *
 * Fuzzing the host's tar reader and the tree that is made of its entries:
 * data lie inside the image, a problem has a text, and reading comes to an
 * end.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sdk-scripts/tar/tree.h"
#include "tar_mutate.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(int condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "scripts_tar: error: not so: %s\n", what);
	abort();
}

static void read_entries(int fd, size_t size)
{
	struct zvm_tar_reader reader;
	struct zvm_tar_entry entry;
	size_t entries = 0;
	int result;

	require(zvm_tar_open(&reader, fd), "an image opens");
	while ((result = zvm_tar_next(&reader, &entry)) > 0) {
		require(
		    entry.offset <= size && entry.size <= size - entry.offset,
		    "data inside the image");
		require(entry.mode <= 07777, "a mode of twelve bits");
		require(entry.mtime_nanoseconds < 1000000000, "a time");
		require(strlen(entry.path) <= size + 256, "a path");
		require(strlen(entry.link) <= size + 256, "a link");
		require(++entries <= size / ZVM_TAR_BLOCK, "an end");
		zvm_tar_entry_free(&entry);
	}
	require(result == 0 || reader.problem[0], "a problem has a text");
}

static void build_tree(int fd, size_t size)
{
	static const char *const sought[] = {
	    "/in/a", "/in/d/f", "/in/link", "in/d/../a", "/", "/in/a/", ""};
	struct zvm_tar_reader reader;
	struct zvm_tree *tree = zvm_tree_new();

	require(tree != NULL, "a tree");
	if (!zvm_tree_add(tree, fd, "/in", &reader))
		require(reader.problem[0], "a problem has a text");
	for (size_t i = 0; i < sizeof(sought) / sizeof(*sought); i++) {
		const struct zvm_tree_file *file =
		    zvm_tree_find(tree, sought[i]);

		require(!file || (file->offset <= size &&
				     file->size <= size - file->offset),
		    "a file inside the image");
	}
	zvm_tree_free(tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("image", 0);
	require(fd >= 0 && ftruncate(fd, 0) == 0 &&
		    pwrite(fd, bytes, size, 0) == (ssize_t)size,
	    "a file to read from");
	read_entries(fd, size);
	build_tree(fd, size);
	return 0;
}
