/* SPDX-License-Identifier: Apache-2.0
 *
 * mkdir, mkdirat.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include "internal/fd.h"

int mkdirat(int dirfd, const char *path, mode_t mode)
{
	struct zrt_lookup found;
	struct zrt_node *node;

	if (__zrt_lookup(dirfd, path, ZRT_PARENT, &found))
		return -1;
	if (found.node) {
		errno = EEXIST;
		return -1;
	}
	if (__zrt_permit_names(found.directory))
		return -1;
	if (found.directory->links >= LINK_MAX) {
		errno = EMLINK;
		return -1;
	}
	node = __zrt_directory_new(0);
	if (!node)
		return -1;
	__zrt_node_own(node, found.directory, mode & 01777);
	if (!__zrt_name_add(found.directory, found.last, found.length, node)) {
		__zrt_node_release(node);
		return -1;
	}
	return 0;
}

int _mkdir(const char *path, mode_t mode)
{
	return mkdirat(AT_FDCWD, path, mode);
}
ZRT_POSIX_NAME(mkdir, _mkdir);
