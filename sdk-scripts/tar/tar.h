/* SPDX-License-Identifier: Apache-2.0
 *
 * Tar images on the host: what zvm-pack writes and zvm-run looks programs up
 * in. Images come from anywhere, so the reader trusts no byte of them.
 */
#ifndef ZVM_TAR_H
#define ZVM_TAR_H

#include <stdint.h>
#include <stdio.h>

#define ZVM_TAR_BLOCK 512

enum zvm_tar_type {
	ZVM_TAR_FILE = '0',
	ZVM_TAR_HARD_LINK = '1',
	ZVM_TAR_SYMLINK = '2',
	ZVM_TAR_CHARACTER = '3',
	ZVM_TAR_BLOCK_DEVICE = '4',
	ZVM_TAR_DIRECTORY = '5',
	ZVM_TAR_FIFO = '6'
};

struct zvm_tar_entry {
	char type; /* enum zvm_tar_type; others as they are in the image */
	int sparse;
	char *path; /* as written in the image; no NUL inside */
	char *link; /* target of a link, or "" */
	uint32_t mode;
	uint64_t uid, gid;
	int64_t mtime;
	uint32_t mtime_nanoseconds;
	uint64_t size;   /* bytes of data in the image */
	uint64_t offset; /* where they start */
};

struct zvm_tar_reader {
	int fd;
	uint64_t size; /* of the image */
	uint64_t at;   /* the next header */
	char problem[160];
};

/* Starts reading a regular file; 1, or 0 with the problem filled. */
int zvm_tar_open(struct zvm_tar_reader *reader, int fd);
/* 1 with the next entry (free it with zvm_tar_entry_free), 0 at the end, -1
 * with the problem ("offset 1024: ...") when the image is malformed. */
int zvm_tar_next(struct zvm_tar_reader *reader, struct zvm_tar_entry *entry);
void zvm_tar_entry_free(struct zvm_tar_entry *entry);

/* Writes the header of an entry: ustar, behind a pax header when a name, a
 * size or a time does not fit. The caller writes size bytes and the padding to
 * ZVM_TAR_BLOCK. Errors stay in the stream. */
void zvm_tar_write_header(FILE *out, const struct zvm_tar_entry *entry);
/* Two blocks of zeros. */
void zvm_tar_write_end(FILE *out);

#endif
