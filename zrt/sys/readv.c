/* SPDX-License-Identifier: Apache-2.0
 *
 * readv, writev, preadv, pwritev: one piece after the other until one comes
 * back short. Streams get all pieces as one, because a write to a pipe or a
 * message must not be torn.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

static ssize_t total_size(const struct iovec *parts, int count)
{
	size_t total = 0;

	if (count < 0 || count > IOV_MAX)
		total = SIZE_MAX;
	for (int i = 0; i < count && total <= SSIZE_MAX; i++) {
		if (__builtin_add_overflow(total, parts[i].iov_len, &total))
			total = SIZE_MAX;
	}
	if (total > SSIZE_MAX) {
		errno = EINVAL;
		return -1;
	}
	return (ssize_t)total;
}

static ssize_t as_one(struct zrt_file *file, const struct iovec *parts,
    int count, size_t total, bool writing)
{
	char *all = malloc(total ? total : 1), *at = all;
	ssize_t done;

	if (!all) {
		errno = ENOMEM;
		return -1;
	}
	for (int i = 0; writing && i < count; i++) {
		memcpy(at, parts[i].iov_base, parts[i].iov_len);
		at += parts[i].iov_len;
	}
	done = writing ? __zrt_file_write(file, all, total, -1)
		       : __zrt_file_read(file, all, total, -1);
	for (ssize_t left = writing ? 0 : done, i = 0; left > 0; i++) {
		size_t part = parts[i].iov_len;

		if (part > (size_t)left)
			part = (size_t)left;
		memcpy(parts[i].iov_base, at, part);
		at += part;
		left -= (ssize_t)part;
	}
	free(all);
	return done;
}

static ssize_t each(
    int fd, const struct iovec *parts, int count, off_t offset, bool writing)
{
	struct zrt_file *file;
	ssize_t total, moved = 0;

	__zrt_cancellation_point();
	file = offset < 0 ? __zrt_file_for(fd, writing ? O_WRONLY : O_RDONLY)
			  : __zrt_file_at(fd, writing ? O_WRONLY : O_RDONLY);
	if (!file)
		return -1;
	total = total_size(parts, count);
	if (total < 0)
		return -1;
	if ((file->node->ops->receive || file->node->ops->send) && offset < 0)
		return as_one(file, parts, count, (size_t)total, writing);
	for (int i = 0; i < count; i++) {
		off_t at = offset < 0 ? -1 : offset + moved;
		ssize_t done;

		if (!parts[i].iov_len && i + 1 < count)
			continue;
		done = writing ? __zrt_file_write(file, parts[i].iov_base,
				     parts[i].iov_len, at)
			       : __zrt_file_read(file, parts[i].iov_base,
				     parts[i].iov_len, at);
		if (done < 0)
			return moved ? moved : -1;
		moved += done;
		if ((size_t)done < parts[i].iov_len)
			break;
	}
	return moved;
}

ssize_t readv(int fd, const struct iovec *parts, int count)
{
	return each(fd, parts, count, -1, false);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
	return each(fd, parts, count, -1, true);
}

static ssize_t at_offset(
    int fd, const struct iovec *parts, int count, off_t offset, bool writing)
{
	if (offset < 0) {
		errno = EINVAL;
		return -1;
	}
	return each(fd, parts, count, offset, writing);
}

ssize_t preadv(int fd, const struct iovec *parts, int count, off_t offset)
{
	return at_offset(fd, parts, count, offset, false);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset)
{
	return at_offset(fd, parts, count, offset, true);
}
