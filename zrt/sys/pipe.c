/* SPDX-License-Identifier: Apache-2.0
 *
 * pipe, pipe2: a FIFO without a name, open at both ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/pipe.h"

/* A descriptor of one end, or -1. */
static int open_end(struct zrt_node *node, int flags)
{
	struct zrt_file *file = __zrt_file_new(node, flags & ~O_CLOEXEC);
	int fd;

	if (!file)
		return -1;
	if (__zrt_pipe_join(node, flags)) {
		__zrt_file_discard(file);
		return -1;
	}
	__zrt_file_hold(file);
	fd = __zrt_fd_install(file, 0, flags & O_CLOEXEC ? FD_CLOEXEC : 0);
	__zrt_file_drop(file);
	return fd;
}

int pipe2(int fds[2], int flags)
{
	struct zrt_node *node;
	int made[2];

	if (flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT)) {
		errno = EINVAL;
		return -1;
	}
	node = __zrt_fifo_new(0600);
	if (!node)
		return -1;
	node->owner = __zrt_who.user;
	node->group = __zrt_who.group;
	node->uses++; /* until both ends hold it */
	made[0] = open_end(node, flags | O_RDONLY);
	made[1] = made[0] < 0 ? -1 : open_end(node, flags | O_WRONLY);
	if (made[1] < 0 && made[0] >= 0)
		__zrt_fd_close(made[0]);
	node->uses--;
	__zrt_node_release(node);
	if (made[1] < 0)
		return -1;
	fds[0] = made[0];
	fds[1] = made[1];
	return 0;
}

int pipe(int fds[2])
{
	return pipe2(fds, 0);
}
