/* SPDX-License-Identifier: Apache-2.0
 *
 * unlink, unlinkat, rmdir, remove.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "internal/fd.h"

static int remove_directory(struct zrt_lookup *found)
{
	if (!S_ISDIR(found->node->mode))
		errno = ENOTDIR;
	else if (strcmp(found->last, ".") == 0)
		errno = EINVAL;
	else if (found->node->directory.count || strcmp(found->last, "..") == 0)
		errno = ENOTEMPTY;
	else if (!found->name)
		errno = EBUSY; /* the root */
	else
		return __zrt_name_remove(found->name), 0;
	return -1;
}

int unlinkat(int dirfd, const char *path, int flags)
{
	struct zrt_lookup found;

	if (flags & ~AT_REMOVEDIR) {
		errno = EINVAL;
		return -1;
	}
	if (__zrt_lookup(dirfd, path, ZRT_NOFOLLOW, &found))
		return -1;
	if (!found.node) {
		errno = ENOENT;
		return -1;
	}
	if (flags & AT_REMOVEDIR)
		return remove_directory(&found);
	if (S_ISDIR(found.node->mode)) {
		errno = EISDIR;
		return -1;
	}
	__zrt_name_remove(found.name);
	return 0;
}

int _unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}
ZRT_POSIX_NAME(unlink, _unlink);

int rmdir(const char *path)
{
	return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}
