/* SPDX-License-Identifier: Apache-2.0
 *
 * unlink, unlinkat, rmdir.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "internal/fd.h"

static int remove_directory(struct zrt_lookup *found)
{
	if (!found->name && strcmp(found->last, ".") == 0)
		return __zrt_fail(EINVAL);
	if (!found->name && strcmp(found->last, "..") == 0)
		return __zrt_fail(ENOTEMPTY);
	if (!found->name)
		return __zrt_fail(EBUSY); /* the root */
	if (__zrt_permit_remove(found->name))
		return -1;
	if (!S_ISDIR(found->node->mode))
		return __zrt_fail(ENOTDIR);
	if (found->node->directory.count)
		return __zrt_fail(ENOTEMPTY);
	__zrt_name_remove(found->name);
	return 0;
}

int unlinkat(int dirfd, const char *path, int flags)
{
	struct zrt_lookup found;

	if (flags & ~AT_REMOVEDIR)
		return __zrt_fail(EINVAL);
	if (__zrt_lookup(dirfd, path, ZRT_PARENT, &found))
		return -1;
	if ((!found.node || found.name) && __zrt_permit_change(found.directory))
		return -1;
	if (!found.node)
		return __zrt_fail(ENOENT);
	if (flags & AT_REMOVEDIR)
		return remove_directory(&found);
	if (!found.name)
		return __zrt_fail(EISDIR);
	if (found.must_be_directory)
		return __zrt_fail(S_ISDIR(found.node->mode) ? EISDIR : ENOTDIR);
	if (__zrt_permit_remove(found.name))
		return -1;
	if (S_ISDIR(found.node->mode))
		return __zrt_fail(EISDIR);
	__zrt_name_remove(found.name);
	return 0;
}

int _unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}
ZRT_POSIX_NAME(unlink, _unlink);

int _rmdir(const char *path)
{
	return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}
ZRT_POSIX_NAME(rmdir, _rmdir);
