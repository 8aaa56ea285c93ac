/* SPDX-License-Identifier: Apache-2.0
 *
 * posix_fallocate, fallocate, posix_fadvise. Memory for the bytes is taken at
 * once, so that writing them cannot fail later.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include "internal/fd.h"

static int stream_error(const struct zrt_node *node)
{
	return S_ISFIFO(node->mode) || S_ISSOCK(node->mode) ? ESPIPE : ENODEV;
}

int posix_fallocate(int fd, off_t offset, off_t size)
{
	int saved = errno, error = 0;
	struct zrt_file *file = __zrt_file_for(fd, O_WRONLY);

	if (!file)
		error = EBADF;
	else if (offset < 0 || size <= 0)
		error = EINVAL;
	else if (!__zrt_is_regular(file->node))
		error = stream_error(file->node);
	else if (__zrt_regular_allocate(file->node, offset, size))
		error = errno;
	errno = saved;
	return error;
}

int fallocate(int fd, int mode, off_t offset, off_t size)
{
	struct zrt_file *file = __zrt_file_for(fd, O_WRONLY);
	off_t before;
	int error;

	if (!file)
		return -1;
	if (offset < 0 || size <= 0)
		error = EINVAL;
	else if (!__zrt_is_regular(file->node))
		error = stream_error(file->node);
	else if (mode == (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE))
		return __zrt_regular_punch(file->node, offset, size);
	else if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_ZERO_RANGE))
		error = EOPNOTSUPP;
	else if ((mode & FALLOC_FL_ZERO_RANGE) &&
		 __zrt_regular_punch(file->node, offset, size))
		return -1;
	else {
		before = file->node->regular.size;
		if (__zrt_regular_allocate(file->node, offset, size))
			return -1;
		if (mode & FALLOC_FL_KEEP_SIZE)
			file->node->regular.size = before;
		return 0;
	}
	errno = error;
	return -1;
}

/* Everything is in memory already. */
int posix_fadvise(int fd, off_t offset, off_t size, int advice)
{
	int saved = errno;
	struct zrt_file *file = __zrt_file_usable(fd);

	(void)offset;
	errno = saved;
	if (!file)
		return EBADF;
	if (S_ISFIFO(file->node->mode))
		return ESPIPE;
	return size < 0 || advice < POSIX_FADV_NORMAL ||
		       advice > POSIX_FADV_NOREUSE
		   ? EINVAL
		   : 0;
}
