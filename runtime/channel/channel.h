/* SPDX-License-Identifier: Apache-2.0
 *
 * The host side of channels: what the supervisor opens before the guest runs,
 * and how outputs appear when it has ended. The guest never sees a path or a
 * descriptor of the host; nothing is opened once the filter is in force.
 *
 * A put-only channel on a regular file is written aside, into a file without
 * a name where the file system has such, and gets its name when the guest
 * ended by its own exit; after any other end the file that was there before
 * stays as it was.
 */
#ifndef ZVM_CHANNEL_H
#define ZVM_CHANNEL_H

#include <sys/types.h>
#include <time.h>

#include "../manifest/manifest.h"

/* One opened source, parallel to manifest->sources. */
struct zvm_source {
	int fd;      /* -1 until the child opens the FIFO, or without it */
	int fifo;    /* opened by the child: its open may block */
	int regular; /* a regular file */
	int huge;    /* regular, random, and of pages that cannot be mapped */
	int terminal;
	int64_t size;                      /* of a regular file, at start */
	struct timespec modified, changed; /* likewise */
	char *path;   /* resolved host path, NULL for a descriptor */
	int output;   /* written aside, to appear as path */
	char *aside;  /* its name meanwhile; NULL while it has none */
	int swapped;  /* aside is the file that was there before */
	int appeared; /* path is the new file */
	int last;     /* of all outputs */
	int created;  /* made empty by opening, in place */
	dev_t dev;    /* identity of a regular file; of the directory when */
	ino_t ino;    /* the file does not exist yet */
	int exists;
};

/* What becomes of the outputs. */
enum zvm_outcome {
	ZVM_OUTCOME_UNUSED, /* no guest ran: nothing new stays behind */
	ZVM_OUTCOME_DISCARD,
	ZVM_OUTCOME_KEEP,
};

/* Opens all that are not on the network, in the manifest's order. Returns an
 * array of source_count, or NULL with the problem filled and nothing left
 * behind. */
struct zvm_source *zvm_sources_open(
    const struct zvm_manifest *manifest, struct zvm_problem *problem);

/* In the child: opens one FIFO, which blocks until the other side is there. */
int zvm_source_open_fifo(struct zvm_source *source,
    const struct zvm_manifest_channel *channel,
    const struct zvm_manifest_source *wanted, struct zvm_problem *problem);

/* Whether a file is what it was when the session started, as far as size and
 * times tell. */
int zvm_source_unchanged(const struct zvm_source *source);

/* Lets outputs appear, all or none, or drops them; 0 with the problem filled
 * when they could not appear. Frees the array. */
int zvm_sources_finish(struct zvm_source *sources,
    const struct zvm_manifest *manifest, enum zvm_outcome outcome,
    struct zvm_problem *problem);

/* aside.c: the files without a name. Each returns 0 with errno set. */
int zvm_aside_open(struct zvm_source *source, mode_t mode);
int zvm_aside_name(struct zvm_source *source);

#endif
