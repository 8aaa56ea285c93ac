/* SPDX-License-Identifier: Apache-2.0
 *
 * The host side of channels: what the supervisor opens before the guest runs,
 * and how outputs appear when it has ended. The guest never sees a path or a
 * descriptor of the host; nothing is opened once the filter is in force.
 *
 * A put-only channel on a regular file is written aside, in the same
 * directory, and renamed when the guest ended by its own exit; after any other
 * end it is removed and the file that was there before stays as it was.
 */
#ifndef ZVM_CHANNEL_H
#define ZVM_CHANNEL_H

#include <sys/types.h>

#include "../manifest/manifest.h"

struct zvm_channel {
	int fd;      /* -1 until the child opens the FIFO */
	int fifo;    /* opened by the child: its open may block */
	int regular; /* a regular file */
	int terminal;
	int64_t size; /* of a regular file, at start */
	char *path;   /* resolved host path, NULL for a descriptor */
	char *aside;  /* the temporary file to rename to path, or NULL */
	dev_t dev;    /* identity of a regular file; of the directory when */
	ino_t ino;    /* the file does not exist yet */
	int exists;
};

/* Opens all, in the manifest's order. Returns an array of channel_count, or
 * NULL with the problem filled and nothing left behind. */
struct zvm_channel *zvm_channels_open(
    const struct zvm_manifest *manifest, struct zvm_problem *problem);

/* In the child: opens one FIFO, which blocks until the other side is there. */
int zvm_channel_open_fifo(struct zvm_channel *channel,
    const struct zvm_manifest_channel *wanted, struct zvm_problem *problem);

/* Renames (keep) or removes what was written aside; 0 with the problem filled
 * when a rename failed. Frees the array. */
int zvm_channels_finish(struct zvm_channel *channels,
    const struct zvm_manifest *manifest, int keep, struct zvm_problem *problem);

#endif
