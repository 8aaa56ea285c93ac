/* SPDX-License-Identifier: Apache-2.0
 *
 * fcntl: duplicates, flags, locks of ranges, the size of a pipe. lockf is the
 * same locks by another name.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/pipe.h"
#include "internal/wait.h"

#define CHANGEABLE (O_APPEND | O_NONBLOCK | O_SYNC | O_NOATIME)

/* The bytes a request speaks of, both ends included. */
static int range(struct zrt_file *file, const struct flock *request,
    off_t *start, off_t *end)
{
	struct zrt_node *node = file->node;
	off_t base = 0;

	switch (request->l_whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		base = file->position;
		break;
	case SEEK_END:
		base = node->ops->size ? node->ops->size(node) : 0;
		break;
	default:
		return __zrt_fail(EINVAL);
	}
	if (__builtin_add_overflow(base, request->l_start, start))
		return __zrt_fail(EOVERFLOW);
	*end = INT64_MAX;
	if (request->l_len > 0 &&
	    __builtin_add_overflow(*start, request->l_len - 1, end))
		return __zrt_fail(EOVERFLOW);
	if (request->l_len < 0) {
		*end = *start - 1;
		*start += request->l_len;
	}
	return *start < 0 ? __zrt_fail(EINVAL) : 0;
}

static int lock(struct zrt_file *file, int command, struct flock *request)
{
	bool own = command == F_OFD_GETLK || command == F_OFD_SETLK ||
		   command == F_OFD_SETLKW;
	const void *owner = own ? file : NULL;
	off_t start, end;
	int type = request->l_type;

	if (type != F_RDLCK && type != F_WRLCK && type != F_UNLCK)
		return __zrt_fail(EINVAL);
	if (own && request->l_pid)
		return __zrt_fail(EINVAL);
	if (range(file, request, &start, &end))
		return -1;
	if (command == F_GETLK || command == F_OFD_GETLK) {
		if (type == F_UNLCK)
			return __zrt_fail(EINVAL);
		__zrt_lock_test(file->node, owner, type, start, end, request);
		return 0;
	}
	if ((type == F_RDLCK && !__zrt_readable(file)) ||
	    (type == F_WRLCK && !__zrt_writable(file)))
		return __zrt_fail(EBADF);
	if (own)
		file->locked = true;
	return __zrt_lock_record(file->node, owner, type, start, end,
	    command == F_SETLKW || command == F_OFD_SETLKW);
}

static int set_flags(struct zrt_file *file, int flags)
{
	if ((flags & ~file->flags & O_NOATIME) && !__zrt_owns(file->node))
		return __zrt_fail(EPERM);
	file->flags = (file->flags & ~CHANGEABLE) | (flags & CHANGEABLE);
	return 0;
}

int _fcntl(int fd, int command, ...)
{
	struct zrt_file *file = __zrt_file(fd);
	va_list arguments;
	int result;

	if (!file)
		return -1;
	if ((file->flags & O_PATH) && command != F_DUPFD &&
	    command != F_DUPFD_CLOEXEC && command != F_GETFD &&
	    command != F_SETFD && command != F_GETFL)
		return __zrt_fail(EBADF);
	va_start(arguments, command);
	switch (command) {
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
		result = __zrt_fd_install(file, va_arg(arguments, int),
		    command == F_DUPFD_CLOEXEC ? FD_CLOEXEC : 0);
		break;
	case F_GETFD:
		result = __zrt_fd_flags(fd);
		break;
	case F_SETFD:
		__zrt_fd_set_flags(fd, va_arg(arguments, int) & FD_CLOEXEC);
		result = 0;
		break;
	case F_GETFL:
		result = file->flags;
		break;
	case F_SETFL:
		result = set_flags(file, va_arg(arguments, int));
		break;
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		if (command == F_SETLKW || command == F_OFD_SETLKW)
			__zrt_cancellation_point();
		result = lock(file, command, va_arg(arguments, struct flock *));
		break;
	case F_GETPIPE_SZ:
	case F_SETPIPE_SZ:
		result = __zrt_pipe_size(file->node,
		    command == F_SETPIPE_SZ ? va_arg(arguments, int) : 0);
		break;
	default:
		result = __zrt_fail(EINVAL);
	}
	va_end(arguments);
	return result;
}
ZRT_POSIX_NAME(fcntl, _fcntl);

int lockf(int fd, int command, off_t size)
{
	struct flock request = {
	    .l_type = F_WRLCK, .l_whence = SEEK_CUR, .l_len = size};

	switch (command) {
	case F_ULOCK:
		request.l_type = F_UNLCK;
		return _fcntl(fd, F_SETLK, &request);
	case F_LOCK:
		return _fcntl(fd, F_SETLKW, &request);
	case F_TLOCK:
		return _fcntl(fd, F_SETLK, &request);
	case F_TEST:
		if (_fcntl(fd, F_GETLK, &request))
			return -1;
		return request.l_type == F_UNLCK ? 0 : __zrt_fail(EACCES);
	default:
		return __zrt_fail(EINVAL);
	}
}
