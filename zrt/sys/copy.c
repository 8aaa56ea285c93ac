/* SPDX-License-Identifier: Apache-2.0
 *
 * sendfile, copy_file_range: what another descriptor's file holds, without the
 * program's buffers in between.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <unistd.h>
#include "internal/fd.h"

#define LARGEST 0x7ffff000
#define PIECE   65536

/* Piece after piece until one is short; what was read and not taken is not
 * counted. to < 0: where out's own position is. */
static ssize_t copy(struct zrt_file *out, off_t to, struct zrt_file *in,
    off_t from, size_t size)
{
	size_t done = 0, piece = size < PIECE ? size : PIECE;
	ssize_t put = 0;
	char *buffer = malloc(piece ? piece : 1);

	if (!buffer)
		return __zrt_fail(ENOMEM);
	while (done < size) {
		size_t part = size - done < piece ? size - done : piece;
		ssize_t got =
		    __zrt_file_read(in, buffer, part, from + (off_t)done);

		put = got > 0 ? __zrt_file_write(out, buffer, (size_t)got,
				    to < 0 ? -1 : to + (off_t)done)
			      : got;
		if (put <= 0)
			break;
		done += (size_t)put;
		if (put < got)
			break;
	}
	free(buffer);
	return done || put >= 0 ? (ssize_t)done : -1;
}

ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t size)
{
	struct zrt_file *in = __zrt_file_for(in_fd, O_RDONLY);
	struct zrt_file *out = in ? __zrt_file_for(out_fd, O_WRONLY) : NULL;
	ssize_t done;
	off_t from;

	if (!out)
		return -1;
	from = offset ? *offset : in->position;
	if (!in->node->get_position || !in->node->ops->read ||
	    S_ISDIR(in->node->mode) || from < 0 || (out->flags & O_APPEND))
		return __zrt_fail(EINVAL);
	/* Writing may wait, and other threads may close both then. */
	__zrt_file_hold(in);
	__zrt_file_hold(out);
	done = copy(out, -1, in, from, size < LARGEST ? size : LARGEST);
	if (done > 0 && offset)
		*offset = from + done;
	else if (done > 0)
		in->position = from + done;
	__zrt_file_drop(out);
	__zrt_file_drop(in);
	return done;
}

static bool is_file(const struct zrt_node *node)
{
	return S_ISREG(node->mode) && node->get_position && node->put_position;
}

/* What Linux looks at, in its order. */
static int may_copy(const struct zrt_file *in, off_t from,
    const struct zrt_file *out, off_t to, size_t size)
{
	uint64_t end;

	if (S_ISDIR(in->node->mode) || S_ISDIR(out->node->mode))
		return __zrt_fail(EISDIR);
	if (!is_file(in->node) || !is_file(out->node))
		return __zrt_fail(EINVAL);
	if (!__zrt_readable(in) || !__zrt_writable(out) ||
	    (out->flags & O_APPEND))
		return __zrt_fail(EBADF);
	if (__builtin_add_overflow((uint64_t)from, size, &end) ||
	    __builtin_add_overflow((uint64_t)to, size, &end))
		return __zrt_fail(EOVERFLOW);
	return from < 0 || to < 0 ? __zrt_fail(EINVAL) : 0;
}

static bool overlap(off_t one, off_t other, off_t size)
{
	return one < other + size && other < one + size;
}

ssize_t copy_file_range(int in_fd, off_t *in_offset, int out_fd,
    off_t *out_offset, size_t size, unsigned flags)
{
	struct zrt_file *in = __zrt_file_usable(in_fd);
	struct zrt_file *out = in ? __zrt_file_usable(out_fd) : NULL;
	off_t from, to, left;
	ssize_t done;

	if (!out)
		return -1;
	if (flags)
		return __zrt_fail(EINVAL);
	if (size > LARGEST)
		size = LARGEST;
	from = in_offset ? *in_offset : in->position;
	to = out_offset ? *out_offset : out->position;
	if (may_copy(in, from, out, to, size))
		return -1;
	left = in->node->ops->size(in->node) - from;
	if (left <= 0)
		return 0;
	if ((off_t)size < left)
		left = (off_t)size;
	if (in->node == out->node && overlap(from, to, left))
		return __zrt_fail(EINVAL);
	done = copy(out, to, in, from, (size_t)left);
	if (done > 0) {
		*(in_offset ? in_offset : &in->position) = from + done;
		*(out_offset ? out_offset : &out->position) = to + done;
	}
	return done;
}
