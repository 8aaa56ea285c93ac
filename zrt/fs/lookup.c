/* SPDX-License-Identifier: Apache-2.0
 *
 * Paths that the program itself names. Whoever names none can open nothing, so
 * this file is what brings the devices, /proc and FIFOs into a program.
 */
#include <errno.h>
#include <fcntl.h>
#include "internal/fd.h"

const struct zrt_openable __zrt_openable = {
    .add_devices = __zrt_devices_add,
    .add_proc = __zrt_proc_add,
    .new_device = __zrt_device_new,
    .new_fifo = __zrt_fifo_new,
};

int __zrt_lookup(
    int dirfd, const char *path, int flags, struct zrt_lookup *result)
{
	return __zrt_resolve(dirfd, path, flags, result);
}

struct zrt_node *__zrt_node_at(int dirfd, const char *path, int flags)
{
	struct zrt_lookup found;

	if (!*path && (flags & ZRT_EMPTY)) {
		struct zrt_file *file;

		__zrt_tree_init();
		if (dirfd == AT_FDCWD)
			return __zrt_cwd;
		file = __zrt_file(dirfd);
		return file ? file->node : NULL;
	}
	if (__zrt_lookup(dirfd, path, flags, &found))
		return NULL;
	if (!found.node)
		errno = ENOENT;
	return found.node;
}
