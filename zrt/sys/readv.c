/* SPDX-License-Identifier: Apache-2.0
 *
 * readv, writev: one call after the other until one comes back short.
 */
#include <errno.h>
#include <sys/uio.h>
#include <unistd.h>
#include "internal/zrt.h"

static ssize_t total_size(const struct iovec *parts, int count)
{
	size_t total = 0;

	for (int i = 0; i < count; i++) {
		if (__builtin_add_overflow(total, parts[i].iov_len, &total))
			return -1;
	}
	return (ssize_t)total;
}

static ssize_t each(int fd, const struct iovec *parts, int count, int writing)
{
	ssize_t total = 0;

	if (count <= 0 || total_size(parts, count) < 0) {
		errno = EINVAL;
		return -1;
	}
	for (int i = 0; i < count; i++) {
		ssize_t done =
		    writing ? write(fd, parts[i].iov_base, parts[i].iov_len)
			    : read(fd, parts[i].iov_base, parts[i].iov_len);

		if (done < 0)
			return total ? total : -1;
		total += done;
		if ((size_t)done < parts[i].iov_len)
			break;
	}
	return total;
}

ssize_t readv(int fd, const struct iovec *parts, int count)
{
	return each(fd, parts, count, 0);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
	return each(fd, parts, count, 1);
}
