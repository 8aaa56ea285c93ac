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
	off_t position; /* bytes, or a cookie in a directory */
	int flags;      /* O_ACCMODE and status flags */
	unsigned descriptors;
};

/* null and EBADF when fd is not open. */
struct zrt_file *__zrt_file(int fd);
/* The same, but also EBADF unless opened for reading or for writing. */
struct zrt_file *__zrt_file_for(int fd, int access);

struct zrt_file *__zrt_file_new(struct zrt_node *node, int flags);
void __zrt_file_release(struct zrt_file *file);

/* Lowest free descriptor >= low. Takes a reference to the file. */
int __zrt_fd_install(struct zrt_file *file, int low, int fd_flags);
/* Exactly this one, closing what was there. */
int __zrt_fd_replace(int fd, struct zrt_file *file, int fd_flags);
int __zrt_fd_close(int fd);
int __zrt_fd_flags(int fd);
void __zrt_fd_set_flags(int fd, int fd_flags);

static inline bool __zrt_readable(const struct zrt_file *file)
{
	return (file->flags & 3) != 1; /* O_WRONLY */
}

static inline bool __zrt_writable(const struct zrt_file *file)
{
	return (file->flags & 3) != 0; /* O_RDONLY */
}

#endif
