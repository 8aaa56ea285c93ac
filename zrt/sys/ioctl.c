/* SPDX-License-Identifier: Apache-2.0
 *
 * ioctl: what is common to all descriptors. Nothing is a terminal.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include "internal/fd.h"
#include "internal/pipe.h"

static int readable(struct zrt_file *file, int *result)
{
	struct zrt_node *node = file->node;
	int count = __zrt_pipe_readable(node);
	off_t left;

	if (count < 0)
		count = __zrt_socket_readable(node);
	if (count < 0) {
		if (!S_ISREG(node->mode) || !node->ops->size)
			return __zrt_fail(ENOTTY);
		left = node->ops->size(node) - file->position;
		count = left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
	}
	*result = count;
	return 0;
}

int ioctl(int fd, unsigned long request, ...)
{
	struct zrt_file *file = __zrt_file_usable(fd);
	va_list arguments;
	void *argument;

	if (!file)
		return -1;
	va_start(arguments, request);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	switch (request) {
	case FIONREAD:
		return readable(file, argument);
	case FIONBIO:
		file->flags = *(const int *)argument
				  ? file->flags | O_NONBLOCK
				  : file->flags & ~O_NONBLOCK;
		return 0;
	case FIOCLEX:
		__zrt_fd_set_flags(fd, FD_CLOEXEC);
		return 0;
	case FIONCLEX:
		__zrt_fd_set_flags(fd, 0);
		return 0;
	default:
		return __zrt_fail(ENOTTY);
	}
}
