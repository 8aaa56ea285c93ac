/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading tar archives: from bytes to entries, nothing else. Every byte is
 * taken for hostile. Knows ustar, pax, GNU and V7 headers, base-256 numbers
 * and the four ways in which sparse files are written. Compiles on the host
 * as well, for tests and fuzzing.
 */
#ifndef ZRT_INTERNAL_TAR_H
#define ZRT_INTERNAL_TAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct zrt_tar_source {
	/* The bytes [offset, offset + size), which lie inside the archive;
	 * valid until the next call. Null: cannot be read. */
	const uint8_t *(*at)(void *context, int64_t offset, uint32_t size);
	void *context;
	int64_t size;
};

enum zrt_tar_kind {
	ZRT_TAR_FILE,
	ZRT_TAR_HARD_LINK,
	ZRT_TAR_SYMLINK,
	ZRT_TAR_CHARACTER,
	ZRT_TAR_BLOCK,
	ZRT_TAR_DIRECTORY,
	ZRT_TAR_FIFO,
};

/* Bytes of a sparse file; what no piece holds is a hole. */
struct zrt_tar_piece {
	int64_t start, size;
	int64_t offset; /* in the archive */
};

struct zrt_tar_time {
	int64_t seconds;
	int32_t nanoseconds; /* 0 .. 999999999 */
};

/* Texts are NUL-terminated without inner NULs, and valid, like the pieces,
 * until the next entry is asked for. */
struct zrt_tar_entry {
	enum zrt_tar_kind kind;
	const char *path;
	const char *link; /* hard and symbolic links */
	uint32_t mode;    /* the lower 12 bits */
	uint32_t owner, group;
	uint32_t major, minor;
	struct zrt_tar_time modified;
	int64_t size; /* as the file's reader sees it */
	int64_t data; /* place in the archive, when not sparse */
	bool sparse;
	struct zrt_tar_piece *pieces; /* ascending, not overlapping */
	uint32_t piece_count;
	int64_t offset; /* of the header */
};

struct zrt_tar;

/* Null: no memory. */
struct zrt_tar *__zrt_tar_open(const struct zrt_tar_source *source);
void __zrt_tar_close(struct zrt_tar *tar);

/* 1 and an entry, 0 at the end, -1 for an archive that is wrong. */
int __zrt_tar_next(struct zrt_tar *tar, struct zrt_tar_entry *entry);

/* After -1: what is wrong, and where. */
const char *__zrt_tar_error(const struct zrt_tar *tar, int64_t *offset);

#endif
