/* SPDX-License-Identifier: Apache-2.0
 *
 * open, openat, creat. The lowest free descriptor, a fresh open file.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include "internal/fd.h"

static int fail(int number)
{
	errno = number;
	return -1;
}

static struct zrt_node *create(struct zrt_lookup *found, mode_t mode)
{
	struct zrt_node *node;

	if (found->must_be_directory) {
		errno = EISDIR;
		return NULL;
	}
	node = __zrt_regular_new(mode & 07777 & ~__zrt_umask);
	if (node && !__zrt_name_add(
			found->directory, found->last, found->length, node)) {
		__zrt_node_release(node);
		return NULL;
	}
	return node;
}

/* What the kind of node and the channel's direction allow. */
static int may_open(struct zrt_node *node, int flags)
{
	int access = flags & O_ACCMODE;

	if (S_ISLNK(node->mode))
		return fail(ELOOP); /* only with O_NOFOLLOW */
	if (S_ISDIR(node->mode))
		return access == O_RDONLY && !(flags & O_CREAT) ? 0
								: fail(EISDIR);
	if (flags & O_DIRECTORY)
		return fail(ENOTDIR);
	if (access != O_WRONLY && !node->ops->read)
		return fail(EACCES);
	if (access != O_RDONLY && !node->ops->write)
		return fail(EACCES);
	if (node->ops->truncate || S_ISCHR(node->mode))
		return 0;
	if ((access != O_WRONLY && !(node->channel.flags & ZVM_CHANNEL_GET)) ||
	    (access != O_RDONLY && !(node->channel.flags & ZVM_CHANNEL_PUT)))
		return fail(EACCES);
	return 0;
}

int openat(int dirfd, const char *path, int flags, ...)
{
	bool exclusive = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
	struct zrt_lookup found;
	struct zrt_file *file;
	struct zrt_node *node;
	mode_t mode = 0;
	int fd;

	if ((flags & O_ACCMODE) == O_ACCMODE)
		return fail(EINVAL);
	if (flags & O_CREAT) {
		va_list arguments;

		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	if (__zrt_lookup(dirfd, path,
		exclusive || (flags & O_NOFOLLOW) ? ZRT_NOFOLLOW : ZRT_FOLLOW,
		&found))
		return -1;
	node = found.node;
	if (node && exclusive)
		return fail(EEXIST);
	if (node ? may_open(node, flags) : !(flags & O_CREAT))
		return node ? -1 : fail(ENOENT);
	if (!node) {
		node = create(&found, mode);
		if (!node)
			return -1;
	} else if ((flags & O_TRUNC) && (flags & O_ACCMODE) != O_RDONLY &&
		   node->ops->truncate && node->ops->truncate(node, 0)) {
		return -1;
	}
	file = __zrt_file_new(
	    node, flags & ~(O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC | O_NOCTTY));
	if (!file)
		return -1;
	fd = __zrt_fd_install(file, 0, flags & O_CLOEXEC ? FD_CLOEXEC : 0);
	if (fd < 0)
		__zrt_file_release(file);
	return fd;
}

int _open(const char *path, int flags, ...)
{
	mode_t mode = 0;

	if (flags & O_CREAT) {
		va_list arguments;

		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	return openat(AT_FDCWD, path, flags, mode);
}
ZRT_POSIX_NAME(open, _open);
