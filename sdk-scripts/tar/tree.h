/* SPDX-License-Identifier: Apache-2.0
 *
 * The file tree that root images make together, as far as looking a file up
 * needs it. A later entry of one path replaces an earlier one, a later image
 * lies on top.
 */
#ifndef ZVM_TAR_TREE_H
#define ZVM_TAR_TREE_H

#include "tar.h"

struct zvm_tree;

struct zvm_tree_file {
	char *path; /* normal: one '/' between parts, none at the end */
	char *link; /* of symbolic links */
	char type;  /* enum zvm_tar_type, without hard links */
	int sparse; /* its data are not the file's bytes */
	int image;  /* the descriptor it came from */
	uint32_t mode;
	uint64_t offset, size;
	size_t order;
};

struct zvm_tree *zvm_tree_new(void);
/* Adds an image below a directory of the guest. 1, or 0 with the problem. */
int zvm_tree_add(struct zvm_tree *tree, int fd, const char *directory,
    struct zvm_tar_reader *reader);
/* Follows symbolic links inside the tree; NULL when there is no such file. An
 * absolute path, or one that is taken from the root. */
const struct zvm_tree_file *zvm_tree_find(
    struct zvm_tree *tree, const char *path);
void zvm_tree_free(struct zvm_tree *tree);

#endif
