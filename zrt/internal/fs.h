/* SPDX-License-Identifier: Apache-2.0
 *
 * The file tree in memory: nodes, names, paths. Functions return 0 or a
 * count, or -1 with errno set, unless said otherwise.
 *
 * Life of a node: it exists while a name points to it (links > 0) or somebody
 * uses it (uses > 0: open files, working directory). node_release frees it
 * when both have ended.
 *
 * Threads are cooperative, so no lock is needed: nothing here yields to
 * another thread, but receive, send and open of streams, which wait only in
 * states that others may see.
 */
#ifndef ZRT_INTERNAL_FS_H
#define ZRT_INTERNAL_FS_H

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>
#include "internal/zrt.h"

struct zrt_image;
struct zrt_lock;
struct zrt_name;
struct zrt_node;
struct zrt_pipe;
struct zrt_socket;
struct zrt_text;
struct zrt_watch;

typedef void (*zrt_text_maker)(struct zrt_text *text, int number);

/* What a kind of node does. Any may be null. */
struct zrt_node_ops {
	/* Bytes at a position. */
	ssize_t (*read)(struct zrt_node *, void *, size_t, off_t);
	ssize_t (*write)(struct zrt_node *, const void *, size_t, off_t);
	/* Streams have these instead. flags are those of the open file. */
	ssize_t (*receive)(struct zrt_node *, void *, size_t, int flags);
	ssize_t (*send)(struct zrt_node *, const void *, size_t, int flags);
	/* An open file comes or goes. open may wait and may fail. */
	int (*open)(struct zrt_node *, int flags);
	void (*close)(struct zrt_node *, int flags);
	short (*poll)(struct zrt_node *, int flags); /* null: always ready */
	int (*truncate)(struct zrt_node *, off_t);   /* null: EINVAL */
	off_t (*size)(struct zrt_node *);
	/* A symbolic link that leads to a node, whatever its text says; null
	 * and errno when there is none. */
	struct zrt_node *(*follow)(struct zrt_node *);
	/* A symbolic link's text; its length, or -1. */
	ssize_t (*text)(struct zrt_node *, char *, size_t);
	/* A directory whose names come and go with something else. */
	void (*refresh)(struct zrt_node *);
	/* A file whose content is made when it is opened: a new node. */
	struct zrt_node *(*make)(struct zrt_node *);
	void (*destroy)(struct zrt_node *);
	/* Of what never has a name, for /proc/self/fd. */
	const char *kind;
};

struct zrt_directory {
	/* Itself for the root. Once removed, where it was, which it uses. */
	struct zrt_node *parent;
	struct zrt_name *self;         /* the one name of this directory */
	struct zrt_name *first, *last; /* in the order of creation */
	uint32_t count;
	int64_t next_cookie;
	uint64_t removals; /* changes whenever a name goes away */
};

/* Part of a sparse file in an image. */
struct zrt_piece {
	off_t start, size;
	int64_t offset; /* in the image */
};

struct zrt_leaf;

struct zrt_regular {
	off_t size;
	struct zrt_leaf **leaves; /* of blocks that were written */
	uint32_t leaf_count;
	uint32_t allocated; /* blocks */
	/* Where bytes below image_end come from that no block has. */
	struct zrt_image *image;
	off_t image_end;
	int64_t image_offset;     /* when there are no pieces */
	struct zrt_piece *pieces; /* ascending, holes between them */
	uint32_t piece_count;
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
	bool read_only;                  /* of an image that stays as it is */
	struct zrt_lock *locks;
	struct zrt_watch *watches; /* of epoll */
	struct timespec accessed, modified, changed;
	union {
		struct zrt_directory directory;
		struct zrt_regular regular;
		struct zrt_channel channel;
		struct zrt_pipe *pipe;
		struct zrt_socket *socket;
		struct zrt_node *bound; /* to a socket's name; null: none */
		void *object;           /* of a kind in event/ */
		char *target;           /* of a symbolic link */
		int number;
		struct {
			zrt_text_maker make;
			int number;
		} text; /* of a file below /proc */
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
/* Where a directory was that has no name any more; null for any other node. */
struct zrt_node *__zrt_removed_from(const struct zrt_node *node);
void __zrt_node_stat(struct zrt_node *node, struct stat *result);
void __zrt_node_touch(struct timespec *a, struct timespec *b);
void __zrt_node_accessed(struct zrt_node *node);

/* Names (fs/names.c) */
struct zrt_name *__zrt_name_find(
    struct zrt_node *directory, const char *text, size_t length);
/* Fails with ENOENT in a directory that was removed. */
struct zrt_name *__zrt_name_add(struct zrt_node *directory, const char *text,
    size_t length, struct zrt_node *node);
void __zrt_name_remove(struct zrt_name *name);
/* Two names exchange their nodes. */
void __zrt_name_swap(struct zrt_name *a, struct zrt_name *b);
/* The absolute path of a node, by any of its names; its length, or -1 and
 * ENOENT when it has none. */
ssize_t __zrt_node_path(struct zrt_node *node, char *path, size_t size);

/* Kinds of node */
struct zrt_node *__zrt_directory_new(mode_t mode);
struct zrt_node *__zrt_regular_new(mode_t mode);
struct zrt_node *__zrt_symlink_new(const char *target, size_t length);
struct zrt_node *__zrt_channel_new(
    int number, const struct zvm_channel_info *info);
bool __zrt_is_channel(const struct zrt_node *node);
struct zrt_node *__zrt_device_new(mode_t mode, dev_t device);
struct zrt_node *__zrt_fifo_new(mode_t mode);
struct zrt_node *__zrt_socket_file_new(mode_t mode);
void __zrt_devices_add(struct zrt_node *dev);
void __zrt_proc_add(struct zrt_node *proc);

/* Regular files (fs/regular.c) */
bool __zrt_is_regular(const struct zrt_node *node); /* in memory, no channel */
off_t __zrt_regular_data(struct zrt_node *node, off_t from);
off_t __zrt_regular_hole(struct zrt_node *node, off_t from);
blkcnt_t __zrt_regular_blocks(struct zrt_node *node);
int __zrt_regular_allocate(struct zrt_node *node, off_t offset, off_t size);
int __zrt_regular_punch(struct zrt_node *node, off_t offset, off_t size);

/* Who the process is, and what it may do (fs/permission.c) */
struct zrt_credentials {
	uid_t real_user, user, saved_user;
	gid_t real_group, group, saved_group;
	int group_count;
	gid_t groups[NGROUPS_MAX];
};

extern struct zrt_credentials __zrt_who;

/* Not for what an image holds that is not writable: EROFS. */
int __zrt_permit_change(const struct zrt_node *node);
/* wanted: R_OK, W_OK, X_OK. EROFS, EACCES. */
int __zrt_permit(const struct zrt_node *node, int wanted);
bool __zrt_owns(const struct zrt_node *node);
bool __zrt_in_group(gid_t group);
/* May names be made in it? EROFS, EACCES. */
int __zrt_permit_names(const struct zrt_node *directory);
/* May this name be removed or replaced? EROFS, EACCES, EPERM (sticky). */
int __zrt_permit_remove(const struct zrt_name *name);
/* Owner, group and mode of a new node in this directory; umask applied. */
void __zrt_node_own(
    struct zrt_node *node, const struct zrt_node *directory, mode_t mode);
/* The set-id bits that a change of the owner or of the content takes away. */
mode_t __zrt_set_id_to_drop(const struct zrt_node *node);
/* The same by writing, for others than root. */
void __zrt_drop_set_id(struct zrt_node *node);

/* Paths (fs/path.c) */
struct zrt_lookup {
	struct zrt_node *directory; /* that holds the last component */
	struct zrt_name *name;      /* null when there is none, or . .. / */
	struct zrt_node *node;      /* null: the last component is missing */
	char last[NAME_MAX + 1];
	size_t length;
	bool must_be_directory; /* trailing slash */
	int error; /* why node is null, with ZRT_LATE; 0: only missing */
};

#define ZRT_NOFOLLOW 0
#define ZRT_FOLLOW   1 /* a symbolic link at the end is followed */
/* For calls that make or remove the last name: a link there is never
 * followed, and a slash after it is left to the caller. */
#define ZRT_PARENT 2
#define ZRT_EMPTY  4 /* "" is dirfd itself, of any kind (node_at only) */
/* For open with O_CREAT, which can make no directory: a slash behind the last
 * name is EISDIR. */
#define ZRT_CREATE 8
/* For rename: why the last component cannot be is left to the caller, who
 * looks at both directories first. */
#define ZRT_LATE 16

int __zrt_resolve(
    int dirfd, const char *path, int flags, struct zrt_lookup *result);

/* Paths that come from the program (fs/lookup.c). */
int __zrt_lookup(
    int dirfd, const char *path, int flags, struct zrt_lookup *result);
/* The same, but the object must exist. */
struct zrt_node *__zrt_node_at(int dirfd, const char *path, int flags);

/* What is of use only where something can be opened by a path. Linked with
 * fs/lookup.c and referred to weakly by all else, so that a program that opens
 * nothing does not carry it. */
extern const struct zrt_openable {
	void (*add_devices)(struct zrt_node *dev);
	void (*add_proc)(struct zrt_node *proc);
	struct zrt_node *(*new_device)(mode_t mode, dev_t device);
	struct zrt_node *(*new_fifo)(mode_t mode);
} __zrt_openable;

/* The tree (fs/tree.c) */
extern struct zrt_node *__zrt_root, *__zrt_cwd;
extern mode_t __zrt_umask;
void __zrt_tree_init(void);
int __zrt_working_directory(struct zrt_node *directory);
struct zrt_node *__zrt_channel_node(uint32_t number);
/* The directory at an absolute path, made with its parents when missing;
 * null and errno when something else is in the way. */
struct zrt_node *__zrt_make_path(const char *path, size_t length);
/* Give a new node this name, in the place of what an image has there; a
 * channel stays. Ends the session without memory. */
void __zrt_place(struct zrt_node *in, const char *text, struct zrt_node *node);

/* Images (fs/image.c, fs/mount.c). Both end the session on errors. */
struct zrt_node *__zrt_image_read(uint32_t channel);
void __zrt_mount(struct zrt_node *image, const char *path, bool writable);
/* A name and all below it. */
void __zrt_remove_tree(struct zrt_name *name);
const void *__zrt_image_bytes(struct zrt_image *image, int64_t offset,
    uint32_t size); /* null: not mapped */
int __zrt_image_copy(
    struct zrt_image *image, void *buffer, uint32_t size, int64_t offset);

/* Locks of a node (fs/lock.c); owner null is the process. */
struct flock;
int __zrt_lock_record(struct zrt_node *node, const void *owner, int type,
    off_t start, off_t end, bool wait);
/* The first lock in the way, in *found; type F_UNLCK when there is none. */
void __zrt_lock_test(struct zrt_node *node, const void *owner, int type,
    off_t start, off_t end, struct flock *found);
int __zrt_lock_whole(
    struct zrt_node *node, const void *owner, int type, bool wait);
/* An owner lets go of everything it holds on the node. */
void __zrt_lock_drop(struct zrt_node *node, const void *owner);

#endif
