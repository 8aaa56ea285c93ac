/* SPDX-License-Identifier: Apache-2.0
 *
 * open, openat, creat. The lowest free descriptor, a fresh open file.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

/* What does not outlive open. */
#define OPENING                                                                \
	(O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC | O_NOCTTY | O_DIRECTORY |     \
	    O_NOFOLLOW | (O_TMPFILE & ~O_DIRECTORY))

static struct zrt_node *create(struct zrt_lookup *found, mode_t mode)
{
	struct zrt_node *node;

	if (__zrt_permit_names(found->directory))
		return NULL;
	node = __zrt_regular_new(0);
	if (!node)
		return NULL;
	__zrt_node_own(node, found->directory, mode & 07777);
	if (!__zrt_name_add(
		found->directory, found->last, found->length, node)) {
		__zrt_node_release(node);
		return NULL;
	}
	return node;
}

/* What the kind of node and its mode allow. */
static int may_open(struct zrt_node *node, int flags)
{
	int access = flags & O_ACCMODE;
	int wanted = access == O_RDONLY   ? R_OK
		     : access == O_WRONLY ? W_OK
					  : R_OK | W_OK;

	if (S_ISLNK(node->mode))
		return __zrt_fail(flags & O_DIRECTORY ? ENOTDIR : ELOOP);
	if (S_ISDIR(node->mode)) {
		if (access != O_RDONLY || (flags & (O_CREAT | O_TRUNC)))
			return __zrt_fail(EISDIR);
		return __zrt_permit(node, flags & O_SEARCH ? X_OK : R_OK);
	}
	if (flags & O_DIRECTORY)
		return __zrt_fail(ENOTDIR);
	if (flags & O_EXEC)
		wanted = X_OK;
	if (flags & O_TRUNC)
		wanted |= W_OK;
	/* A channel's direction binds root too: its own open tells. */
	if (!__zrt_is_channel(node) && __zrt_permit(node, wanted))
		return -1;
	if (S_ISSOCK(node->mode))
		return __zrt_fail(ENXIO);
	if ((wanted & W_OK) && node->ops->make)
		return __zrt_fail(EACCES);
	if ((flags & O_NOATIME) && !__zrt_owns(node))
		return __zrt_fail(EPERM);
	return 0;
}

/* A file without a name in this directory; linkat may give it one. */
static struct zrt_node *nameless(struct zrt_node *directory, mode_t mode)
{
	struct zrt_node *node;

	if (!S_ISDIR(directory->mode)) {
		errno = ENOTDIR;
		return NULL;
	}
	if (__zrt_permit_names(directory))
		return NULL;
	node = __zrt_regular_new(0);
	if (node)
		__zrt_node_own(node, directory, mode & 07777);
	return node;
}

/* The node that will be opened, made if flags say so. */
static struct zrt_node *find(
    int dirfd, const char *path, int flags, mode_t mode, bool *created)
{
	bool exclusive = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
	struct zrt_lookup found;
	struct zrt_node *node;

	if (__zrt_lookup(dirfd, path,
		(exclusive                 ? ZRT_PARENT
		    : (flags & O_NOFOLLOW) ? ZRT_NOFOLLOW
					   : ZRT_FOLLOW) |
		    (flags & O_CREAT ? ZRT_CREATE : 0),
		&found))
		return NULL;
	node = found.node;
	if (!node && ((flags & O_TMPFILE) == O_TMPFILE || !(flags & O_CREAT))) {
		errno = ENOENT;
		return NULL;
	}
	if ((flags & O_TMPFILE) == O_TMPFILE) {
		*created = true;
		return nameless(node, mode);
	}
	if (flags & O_PATH) {
		if ((flags & O_DIRECTORY) && !S_ISDIR(node->mode)) {
			errno = ENOTDIR;
			return NULL;
		}
		return node;
	}
	if (node && exclusive) {
		errno = EEXIST;
		return NULL;
	}
	if (node)
		return may_open(node, flags) ? NULL
		       : node->ops->make     ? node->ops->make(node)
					     : node;
	*created = true;
	return create(&found, mode);
}

/* The node's open may wait, and a cancelled thread's end closes the file. */
static int open_now(struct zrt_file *file, int flags)
{
	struct zrt_file *outer = __zrt_file_pin(file);
	int result = 0;

	if (file->node->ops->open && !(flags & O_PATH))
		result = file->node->ops->open(file->node, flags);
	__zrt_file_hold(file);
	__zrt_file_unpin(file, outer);
	return result;
}

static int open_node(struct zrt_node *node, int flags)
{
	struct zrt_file *file;
	int fd;

	file = __zrt_file_new(node, flags & ~OPENING);
	if (!file) {
		__zrt_node_release(node);
		return -1;
	}
	if (open_now(file, flags)) {
		__zrt_file_discard(file);
		return -1;
	}
	if ((flags & O_TRUNC) && !(flags & O_PATH) && node->ops->truncate &&
	    node->ops->truncate(node, 0)) {
		__zrt_file_drop(file);
		return -1;
	}
	fd = __zrt_fd_install(file, 0, flags & O_CLOEXEC ? FD_CLOEXEC : 0);
	__zrt_file_drop(file);
	if (fd < 0 && errno == EINVAL)
		errno = EMFILE; /* a limit of 0 */
	return fd;
}

static int open_at(int dirfd, const char *path, int flags, mode_t mode)
{
	struct zrt_node *node;
	bool created = false;

	__zrt_cancellation_point();
	if (flags & O_PATH)
		flags &= O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	else if ((flags & O_ACCMODE) == O_ACCMODE ||
		 ((flags & O_CREAT) && (flags & O_DIRECTORY)) ||
		 ((flags & O_TMPFILE) == O_TMPFILE &&
		     (flags & O_ACCMODE) == O_RDONLY))
		return __zrt_fail(EINVAL);
	node = find(dirfd, path, flags, mode, &created);
	/* Truncating would take the set-id bits away. */
	if (created)
		flags &= ~O_TRUNC;
	return node ? open_node(node, flags) : -1;
}

int openat(int dirfd, const char *path, int flags, ...)
{
	mode_t mode = 0;

	if ((flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE) {
		va_list arguments;

		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	return open_at(dirfd, path, flags, mode);
}

int _open(const char *path, int flags, ...)
{
	mode_t mode = 0;

	if ((flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE) {
		va_list arguments;

		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	return open_at(AT_FDCWD, path, flags, mode);
}
ZRT_POSIX_NAME(open, _open);
