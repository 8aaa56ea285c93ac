/* SPDX-License-Identifier: Apache-2.0
 *
 * Fuzzing the guest's tar reader: every entry's texts, pieces and data lie
 * where they are said to be, and reading comes to an end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal/tar.h"
#include "tar_mutate.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct input {
	const uint8_t *bytes;
	size_t size;
};

static const uint8_t *at(void *context, int64_t offset, uint32_t size)
{
	const struct input *input = context;

	if (offset < 0 || (uint64_t)offset > input->size ||
	    size > input->size - (size_t)offset)
		abort();
	return input->bytes + offset;
}

static void require(int condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "zrt_tar: error: not so: %s\n", what);
	abort();
}

static void check(const struct zrt_tar_entry *entry, const struct input *input)
{
	int64_t end = 0, size = (int64_t)input->size;

	require(strlen(entry->path) <= input->size + 256, "a path");
	require(strlen(entry->link) <= input->size + 256, "a link");
	require(entry->size >= 0, "a size");
	require(entry->modified.nanoseconds >= 0 &&
		    entry->modified.nanoseconds < 1000000000,
	    "a time");
	if (entry->kind == ZRT_TAR_FILE && !entry->sparse)
		require(entry->data >= 0 && entry->data <= size &&
			    entry->size <= size - entry->data,
		    "data inside the archive");
	for (uint32_t i = 0; i < entry->piece_count; i++) {
		const struct zrt_tar_piece *piece = &entry->pieces[i];

		require(piece->start >= end && piece->size >= 0 &&
			    piece->size <= entry->size - piece->start,
		    "pieces in order, inside the file");
		require(piece->offset >= 0 && piece->offset <= size &&
			    piece->size <= size - piece->offset,
		    "pieces inside the archive");
		end = piece->start + piece->size;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct input input = {bytes, size};
	struct zrt_tar_source source = {at, &input, (int64_t)size};
	struct zrt_tar *tar = __zrt_tar_open(&source);
	struct zrt_tar_entry entry;
	size_t entries = 0;
	int64_t offset;
	int result;

	while ((result = __zrt_tar_next(tar, &entry)) > 0) {
		check(&entry, &input);
		require(++entries <= size / 512, "an end");
	}
	if (result < 0) {
		require(__zrt_tar_error(tar, &offset) && offset >= 0,
		    "an error has a text and a place");
	}
	__zrt_tar_close(tar);
	return 0;
}
