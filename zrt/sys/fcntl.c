/* SPDX-License-Identifier: Apache-2.0
 *
 * fcntl. Record locks are between processes and there is one: taking a lock
 * always succeeds, and nobody else ever holds one.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>
#include "internal/fd.h"

#define CHANGEABLE (O_APPEND | O_NONBLOCK | O_SYNC)

static int lock(struct zrt_file *file, int command, struct flock *request)
{
	if (request->l_type != F_RDLCK && request->l_type != F_WRLCK &&
	    request->l_type != F_UNLCK) {
		errno = EINVAL;
		return -1;
	}
	if (command == F_GETLK) {
		request->l_type = F_UNLCK;
		return 0;
	}
	if ((request->l_type == F_RDLCK && !__zrt_readable(file)) ||
	    (request->l_type == F_WRLCK && !__zrt_writable(file))) {
		errno = EBADF;
		return -1;
	}
	return 0;
}

int _fcntl(int fd, int command, ...)
{
	struct zrt_file *file = __zrt_file(fd);
	va_list arguments;
	int number = 0, result = 0;

	if (!file)
		return -1;
	va_start(arguments, command);
	switch (command) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		number = va_arg(arguments, int);
		result = __zrt_fd_install(
		    file, number, command == F_DUPFD_CLOEXEC ? FD_CLOEXEC : 0);
		break;
	case F_GETFD:
		result = __zrt_fd_flags(fd);
		break;
	case F_SETFD:
		__zrt_fd_set_flags(fd, va_arg(arguments, int) & FD_CLOEXEC);
		break;
	case F_GETFL:
		result = file->flags;
		break;
	case F_SETFL:
		number = va_arg(arguments, int);
		file->flags =
		    (file->flags & ~CHANGEABLE) | (number & CHANGEABLE);
		break;
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
		result = lock(file, command, va_arg(arguments, struct flock *));
		break;
	default:
		errno = EINVAL;
		result = -1;
	}
	va_end(arguments);
	return result;
}
ZRT_POSIX_NAME(fcntl, _fcntl);
