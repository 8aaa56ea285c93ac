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

static int describe(struct statvfs *result)
{
	memset(result, 0, sizeof(*result));
	result->f_bsize = result->f_frsize = ZVM_PAGE_SIZE;
	result->f_blocks = __zrt_boot->heap_size / ZVM_PAGE_SIZE;
	result->f_bfree = result->f_bavail = result->f_blocks;
	result->f_files = result->f_blocks;
	result->f_ffree = result->f_favail = result->f_files;
	result->f_fsid = 1;
	result->f_namemax = NAME_MAX;
	return 0;
}

static int describe_old(struct statfs *result)
{
	struct statvfs all;

	describe(&all);
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
	return 0;
}

int statvfs(const char *restrict path, struct statvfs *restrict result)
{
	return __zrt_node_at(AT_FDCWD, path, ZRT_FOLLOW) ? describe(result)
							 : -1;
}

int fstatvfs(int fd, struct statvfs *result)
{
	return __zrt_file(fd) ? describe(result) : -1;
}

int statfs(const char *path, struct statfs *result)
{
	return __zrt_node_at(AT_FDCWD, path, ZRT_FOLLOW) ? describe_old(result)
							 : -1;
}

int fstatfs(int fd, struct statfs *result)
{
	return __zrt_file(fd) ? describe_old(result) : -1;
}
