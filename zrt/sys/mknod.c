/* SPDX-License-Identifier: Apache-2.0
 *
 * mknod, mkfifo and their at forms.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include "internal/fd.h"

static struct zrt_node *make(mode_t type, dev_t device)
{
	switch (type) {
	case 0:
	case S_IFREG:
		return __zrt_regular_new(0);
	case S_IFIFO:
		return __zrt_fifo_new(0);
	case S_IFSOCK:
		return __zrt_socket_file_new(0);
	default:
		return __zrt_device_new(type, device);
	}
}

int mknodat(int dirfd, const char *path, mode_t mode, dev_t device)
{
	mode_t type = mode & S_IFMT;
	struct zrt_lookup found;
	struct zrt_node *node;

	if (type == S_IFDIR)
		return __zrt_fail(EPERM);
	if (type && type != S_IFREG && type != S_IFIFO && type != S_IFCHR &&
	    type != S_IFBLK && type != S_IFSOCK)
		return __zrt_fail(EINVAL);
	if (__zrt_lookup(dirfd, path, ZRT_PARENT, &found))
		return -1;
	if (found.node || found.must_be_directory)
		return __zrt_fail(found.node ? EEXIST : ENOENT);
	if (__zrt_permit_names(found.directory))
		return -1;
	if ((type == S_IFCHR || type == S_IFBLK) && __zrt_who.user != 0)
		return __zrt_fail(EPERM);
	node = make(type, device);
	if (!node)
		return -1;
	__zrt_node_own(node, found.directory, mode & 07777);
	if (!__zrt_name_add(found.directory, found.last, found.length, node)) {
		__zrt_node_release(node);
		return -1;
	}
	return 0;
}

int mknod(const char *path, mode_t mode, dev_t device)
{
	return mknodat(AT_FDCWD, path, mode, device);
}

int mkfifoat(int dirfd, const char *path, mode_t mode)
{
	return mknodat(dirfd, path, S_IFIFO | (mode & 07777), 0);
}

int mkfifo(const char *path, mode_t mode)
{
	return mkfifoat(AT_FDCWD, path, mode);
}
