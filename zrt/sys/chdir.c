/* SPDX-License-Identifier: Apache-2.0
 *
 * chdir, fchdir.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"

int chdir(const char *path)
{
	struct zrt_node *node = __zrt_node_at(AT_FDCWD, path, ZRT_FOLLOW);

	return node ? __zrt_working_directory(node) : -1;
}

int fchdir(int fd)
{
	struct zrt_file *file = __zrt_file(fd);

	return file ? __zrt_working_directory(file->node) : -1;
}
