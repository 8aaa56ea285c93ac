/* SPDX-License-Identifier: Apache-2.0
 *
 * zvm-pack: sources are collected into a list of guest entries, which is
 * sorted and written. Nothing is written before everything was looked at.
 */
#ifndef ZVM_PACK_H
#define ZVM_PACK_H

#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

#include "sdk-scripts/tar/tar.h"

struct pack_options {
	const char **exclude;
	int exclude_count;
	int preserve, quiet;
	int64_t mtime;
	uint32_t mtime_nanoseconds;
};

/* One guest path. */
struct pack_entry {
	char *guest;  /* without a slash at the start */
	char *host;   /* NULL for a directory that no source has */
	char *target; /* of a symbolic link, else NULL */
	struct stat st;
	size_t order; /* later ones replace earlier ones */
	size_t first; /* index of the entry with the data; its own when none */
};

struct pack_list {
	struct pack_entry *entries;
	size_t count, room;
};

/* Prints "zvm-pack: error: ..." and exits with status 1. */
__attribute__((noreturn, format(printf, 1, 2))) void pack_fail(
    const char *format, ...);
__attribute__((format(printf, 2, 3))) void pack_warn(
    const struct pack_options *options, const char *format, ...);
void *pack_checked(void *memory);

/* collect.c: adds SOURCE[::GUEST]. `left_out` (device and inode) are the files
 * that are never packed: the output itself. */
void pack_collect(struct pack_list *list, const struct pack_options *options,
    const char *source, const struct stat *left_out, int left_out_count);
/* Sorts, drops what was replaced, adds missing directories, joins hard links,
 * warns of links that lead nowhere. */
void pack_settle(struct pack_list *list, const struct pack_options *options);

/* write.c */
void pack_write(const struct pack_list *list,
    const struct pack_options *options, FILE *out);

/* list.c: prints one line for an entry, and all entries of an image. */
void pack_print(const struct zvm_tar_entry *entry);
void pack_list_image(const char *path);

#endif
