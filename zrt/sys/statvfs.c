/* SPDX-License-Identifier: Apache-2.0
 *
 * statvfs, fstatvfs, statfs, fstatfs: the tree's store is the memory that the
 * session was granted. What is free of it is what malloc could still get;
 * that is not counted here, so all of it is told as free.
 */
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include "internal/fd.h"

#define MAGIC 0x858458f6 /* Linux's number of a file system in memory */

static int describe(const struct zrt_node *node, struct statvfs *result)
{
	if (!node)
		return -1;
	memset(result, 0, sizeof(*result));
	result->f_bsize = result->f_frsize = ZVM_PAGE_SIZE;
	result->f_blocks = __zrt_boot->heap_size / ZVM_PAGE_SIZE;
	result->f_bfree = result->f_bavail = result->f_blocks;
	result->f_files = result->f_blocks;
	result->f_ffree = result->f_favail = result->f_files;
	result->f_fsid = 1;
	result->f_flag = node->read_only ? ST_RDONLY : 0;
	result->f_namemax = NAME_MAX;
	return 0;
}

static int describe_old(const struct zrt_node *node, struct statfs *result)
{
	struct statvfs all;

	if (describe(node, &all))
		return -1;
	memset(result, 0, sizeof(*result));
	result->f_type = MAGIC;
	result->f_bsize = (long)all.f_bsize;
	result->f_frsize = (long)all.f_frsize;
	result->f_blocks = all.f_blocks;
	result->f_bfree = all.f_bfree;
	result->f_bavail = all.f_bavail;
	result->f_files = all.f_files;
	result->f_ffree = all.f_ffree;
	result->f_fsid.__val[0] = 1;
	result->f_namelen = NAME_MAX;
	result->f_flags = (long)all.f_flag;
	return 0;
}

static struct zrt_node *node_of(int fd)
{
	struct zrt_file *file = __zrt_file(fd);

	return file ? file->node : NULL;
}

int statvfs(const char *restrict path, struct statvfs *restrict result)
{
	return describe(__zrt_node_at(AT_FDCWD, path, ZRT_FOLLOW), result);
}

int fstatvfs(int fd, struct statvfs *result)
{
	return describe(node_of(fd), result);
}

int statfs(const char *path, struct statfs *result)
{
	return describe_old(__zrt_node_at(AT_FDCWD, path, ZRT_FOLLOW), result);
}

int fstatfs(int fd, struct statfs *result)
{
	return describe_old(node_of(fd), result);
}
