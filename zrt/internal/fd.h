/* SPDX-License-Identifier: Apache-2.0
 *
 * Descriptors and open files. A descriptor is a number with flags of its own;
 * the open file behind it (position, status flags) is shared by duplicates.
 */
#ifndef ZRT_INTERNAL_FD_H
#define ZRT_INTERNAL_FD_H

#include "internal/fs.h"

struct zrt_file {
	struct zrt_node *node;
	off_t position;      /* bytes, or a cookie in a directory */
	int flags;           /* O_ACCMODE and status flags */
	unsigned references; /* descriptors, and calls that wait on it */
	bool locked;         /* it may hold locks of its own */
};

/* null and EBADF when fd is not open. */
struct zrt_file *__zrt_file(int fd);
/* The same, but also EBADF unless opened for reading or for writing. */
struct zrt_file *__zrt_file_for(int fd, int access);
/* The same for calls with an offset: a stream is ESPIPE whatever it was opened
 * for. */
struct zrt_file *__zrt_file_at(int fd, int access);
/* The same, but also EBADF when it is a place only (O_PATH). */
struct zrt_file *__zrt_file_usable(int fd);

/* Without references: install, replace or drop it. The node's open is the
 * caller's affair; its close is called when the last reference goes. */
struct zrt_file *__zrt_file_new(struct zrt_node *node, int flags);
void __zrt_file_hold(struct zrt_file *file);
void __zrt_file_drop(struct zrt_file *file);
/* Hold it during a call that may wait, in which another thread may close it and
 * this one may be cancelled: then its end lets go. Returns what unpin wants. */
struct zrt_file *__zrt_file_pin(struct zrt_file *file);
void __zrt_file_unpin(struct zrt_file *file, struct zrt_file *outer);
/* Free a file that never got a descriptor, without the node's close. */
void __zrt_file_discard(struct zrt_file *file);

/* Lowest free descriptor >= low. Takes a reference to the file. */
int __zrt_fd_install(struct zrt_file *file, int low, int fd_flags);
/* Exactly this one, closing what was there. */
int __zrt_fd_replace(int fd, struct zrt_file *file, int fd_flags);
int __zrt_fd_close(int fd);
int __zrt_fd_flags(int fd);
void __zrt_fd_set_flags(int fd, int fd_flags);
/* The next open descriptor >= fd, or -1. */
int __zrt_fd_next(int fd);

/* Soft limit of descriptors (RLIMIT_NOFILE); the hard one is fixed. */
#define ZRT_FD_HARD_LIMIT 1048576
extern int __zrt_fd_limit;

/* Both ways of a call: as read and write say, by position or as a stream.
 * The position moves with the file's own; offset < 0 means that. */
ssize_t __zrt_file_read(
    struct zrt_file *file, void *buffer, size_t size, off_t offset);
ssize_t __zrt_file_write(
    struct zrt_file *file, const void *buffer, size_t size, off_t offset);

static inline bool __zrt_readable(const struct zrt_file *file)
{
	return (file->flags & 3) != 1; /* O_WRONLY */
}

static inline bool __zrt_writable(const struct zrt_file *file)
{
	return (file->flags & 3) != 0; /* O_RDONLY */
}

#endif
