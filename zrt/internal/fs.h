/* SPDX-License-Identifier: Apache-2.0
 *
 * The file tree in memory: nodes, names, paths. Functions return 0 or a
 * count, or -1 with errno set, unless said otherwise.
 *
 * Life of a node: it exists while a name points to it (links > 0) or somebody
 * uses it (uses > 0: open files, working directory). node_release frees it
 * when both have ended. Nothing here yields to another thread.
 */
#ifndef ZRT_INTERNAL_FS_H
#define ZRT_INTERNAL_FS_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>
#include "internal/zrt.h"

struct zrt_node;
struct zrt_name;

struct zrt_node_ops {
	ssize_t (*read)(struct zrt_node *, void *, size_t, off_t);
	ssize_t (*write)(struct zrt_node *, const void *, size_t, off_t);
	int (*truncate)(struct zrt_node *, off_t); /* null: EINVAL */
	off_t (*size)(struct zrt_node *);
	void (*destroy)(struct zrt_node *);
};

struct zrt_directory {
	struct zrt_node *parent; /* itself for the root, null once removed */
	struct zrt_name *self;   /* the one name of this directory */
	struct zrt_name *first, *last; /* in the order of creation */
	uint32_t count;
	int64_t next_cookie;
	uint64_t removals; /* changes whenever a name goes away */
};

struct zrt_regular {
	off_t size;
	uint8_t **blocks; /* null entries are holes */
	size_t capacity;
	size_t allocated;
};

struct zrt_channel {
	int number;
	uint32_t type, flags;
	off_t size;
};

struct zrt_node {
	const struct zrt_node_ops *ops;
	mode_t mode;
	ino_t inode;
	nlink_t links;
	unsigned uses;
	uid_t owner;
	gid_t group;
	dev_t device;                    /* st_rdev */
	bool get_position, put_position; /* offsets mean something */
	struct timespec accessed, modified, changed;
	union {
		struct zrt_directory directory;
		struct zrt_regular regular;
		struct zrt_channel channel;
		char *target; /* of a symbolic link */
	};
};

/* A directory entry. cookie is telldir's position, unique and ascending. */
struct zrt_name {
	struct zrt_name *chain; /* of the hash table */
	struct zrt_name *previous, *next;
	struct zrt_node *directory, *node;
	int64_t cookie;
	uint32_t hash;
	uint32_t length;
	char text[];
};

/* Node (fs/node.c) */
struct zrt_node *__zrt_node_new(mode_t mode, const struct zrt_node_ops *ops);
void __zrt_node_release(struct zrt_node *node); /* after links/uses changed */
void __zrt_node_stat(struct zrt_node *node, struct stat *result);
void __zrt_node_touch(struct timespec *a, struct timespec *b);

/* Names (fs/names.c) */
struct zrt_name *__zrt_name_find(
    struct zrt_node *directory, const char *text, size_t length);
struct zrt_name *__zrt_name_add(struct zrt_node *directory, const char *text,
    size_t length, struct zrt_node *node);
void __zrt_name_remove(struct zrt_name *name);

/* Kinds of node */
struct zrt_node *__zrt_directory_new(mode_t mode);
struct zrt_node *__zrt_regular_new(mode_t mode);
struct zrt_node *__zrt_symlink_new(const char *target);
struct zrt_node *__zrt_channel_new(
    int number, const struct zvm_channel_info *info);
void __zrt_devices_add(struct zrt_node *dev);

/* Paths (fs/path.c) */
struct zrt_lookup {
	struct zrt_node *directory; /* that holds the last component */
	struct zrt_name *name;      /* null when there is none, or . .. / */
	struct zrt_node *node;      /* null: the last component is missing */
	char last[NAME_MAX + 1];
	size_t length;
	bool must_be_directory; /* trailing slash */
};

#define ZRT_FOLLOW   1 /* a symbolic link at the end is followed */
#define ZRT_NOFOLLOW 0

int __zrt_lookup(
    int dirfd, const char *path, int flags, struct zrt_lookup *result);
/* The same, but the object must exist. */
struct zrt_node *__zrt_node_at(int dirfd, const char *path, int flags);

/* The tree (fs/tree.c) */
extern struct zrt_node *__zrt_root, *__zrt_cwd;
extern mode_t __zrt_umask;
void __zrt_tree_init(void);
int __zrt_working_directory(struct zrt_node *directory);

#endif
